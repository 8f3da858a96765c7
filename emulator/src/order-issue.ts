/** Issuing: what waits on an order is signed as soon as it is ready. */
import type { Account } from "./account";
import type { CertificateAuthority } from "./ca";
import { day } from "./calendar";
import type { EmulatedClock } from "./clock";
import { type Certificate, isUnissued, type Order, primaryOf, statusOf } from "./order";
import { lastDayOf, lastDayOfOrder } from "./order-days";
import { revokeAfterRemoval } from "./order-end";
import { isReady } from "./order-ready";
import type { Settings } from "./settings";

export class Issuer {
  readonly #settling = new WeakMap<Order, Promise<void>>();

  constructor(
    private readonly account: Account,
    private readonly ca: CertificateAuthority,
    private readonly clock: EmulatedClock,
    private readonly settings: Settings,
  ) {}

  /** Issues what has become ready, and notes what the order's status has become. */
  settle(order: Order, isPolled: boolean): Promise<void> {
    // One after another: two requests at once must not issue the same certificate twice.
    const before = this.#settling.get(order) ?? Promise.resolve();
    const settled = before.then(() => this.#settleNow(order, isPolled));
    this.#settling.set(
      order,
      settled.catch(() => undefined),
    );
    return settled;
  }

  async #settleNow(order: Order, isPolled: boolean): Promise<void> {
    const now = this.clock.now();
    const { account, settings } = this;
    const circumstances = { account, settings, now, isPolled };
    for (const certificate of order.certificates.filter(isUnissued)) {
      if (order.canceledAt !== undefined || order.rejectedAt !== undefined) break;
      if (isReady(order, certificate, circumstances)) await this.#issue(order, certificate, now);
    }
    const status = statusOf(order, now);
    if (status === order.lastStatus) return;
    order.lastStatus = status;
    order.statusChangedAt = now;
  }

  async #issue(order: Order, certificate: Certificate, now: Date): Promise<void> {
    const { holder, csr, profileOption } = certificate;
    const validFrom = day(now);
    const replaced = primaryOf(order);
    order.validTill = lastDayOfOrder(order, validFrom, this.settings);
    const validTill = lastDayOf(certificate, order, validFrom, this.settings);
    const signed = await this.ca.sign({
      holder,
      publicKey: csr.publicKey,
      validFrom,
      validTill,
      clientAuthentication:
        this.settings.grantsProfiles && profileOption === "server_client_auth_eku",
    });
    certificate.issued = { ...signed, at: now, validFrom, validTill };
    if (certificate.kind === "reissue") revokeAfterRemoval(order, certificate, replaced, now);
  }
}
