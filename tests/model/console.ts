/** People in CertCentral's console. */
import type { Emulator, OrderFacts } from "certcentral-emulator";

import type { TestKey } from "../support/csr";
import type { Judge } from "./judge";

export type Deed =
  | "approve"
  | "reject"
  | "reissue"
  /** For the key and the names that are there. */
  | "reissue alike"
  | "add name"
  | "duplicate"
  | "revoke"
  | "cancel"
  | "renew";

export class Console {
  constructor(
    readonly emulator: Emulator,
    readonly keys: readonly TestKey[],
    readonly judge: Judge,
  ) {}

  /** @returns whether it could be done */
  async play(which: number, deed: Deed): Promise<boolean> {
    const { control } = this.emulator;
    const orders = await control.orders();
    const order = orders[which % Math.max(orders.length, 1)];
    if (order === undefined) return false;
    try {
      if (!(await this.#do(order, deed))) return false;
    } catch {
      return false;
    }
    const known = new Set(orders.flatMap(({ certificates }) => certificates.map(({ id }) => id)));
    for (const now of await control.orders()) {
      for (const { id } of now.certificates) {
        if (!known.has(id) && deed !== "approve") this.judge.persons.add(id);
      }
    }
    return true;
  }

  async approveAll(): Promise<void> {
    const { control } = this.emulator;
    for (const order of await control.orders()) {
      for (const { id, status } of order.requests) {
        if (status === "pending" || status === "submitted") await control.approve(id);
      }
      await control.issueNow(order.id).catch(() => undefined);
    }
  }

  async #do({ id, certificates }: OrderFacts, deed: Deed): Promise<boolean> {
    const { control } = this.emulator;
    const last = certificates.filter(({ status }) => status === "issued").at(-1);
    if (deed === "approve") {
      await control.approve(id).catch(() => undefined);
      await control.issueNow(id).catch(() => undefined);
    }
    if (deed === "reject") control.reject(id);
    if (deed === "cancel") control.cancelOrder(id);
    if (deed === "renew") await control.renewInConsole(id);
    if (deed === "approve" || deed === "reject" || deed === "cancel" || deed === "renew")
      return true;
    if (last === undefined) return false;
    const stranger = this.keys.at(-1)?.csr ?? "";
    if (deed === "revoke") {
      control.revokeCertificate(last.id);
      this.judge.given.add(last.id);
    }
    if (deed === "duplicate") await control.duplicateInConsole(id, { csr: stranger });
    if (deed === "reissue") await control.reissueInConsole(id, { csr: stranger });
    if (deed === "reissue alike") await control.reissueInConsole(id);
    if (deed === "add name") {
      const dnsNames = [...last.names.slice(1), "p.example.com"];
      await control.reissueInConsole(id, { dnsNames });
    }
    return true;
  }
}
