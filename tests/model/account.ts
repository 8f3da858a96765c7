/** Accounts as they are before anybody does anything. */
import type { Settings } from "certcentral-emulator";

/** It does not have the organization that the programs declare: with its key nothing is placed, and nothing of the first account is seen. */
export const otherAccount = { id: 1_700_001, key: "another-account-s-key" };

/** What an account has where nobody has switched anything. */
export const usualOptions: Partial<Settings> = {
  ordersShown: "all",
  keyRole: "administrator",
  requireUniqueAlternativeOrderIds: false,
  revokeOrderWhenAllCertificatesRevoked: false,
  multiYearPlans: true,
  addsNames: false,
  alternateNoMatch: "empty",
  lookUpLagSeconds: 0,
  disabledProducts: [],
  balance: 1e9,
};
