import { PolicyPack } from "@pulumi/policy";

import { keyStrength, names, paidActions, products } from "./policies";

new PolicyPack("certificates", {
  policies: [keyStrength, paidActions, products, names],
});
