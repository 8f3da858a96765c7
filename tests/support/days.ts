import { addDays } from "../../provider/calendar";
import type { RawInputs } from "../../provider/fields";
import { type Issuance, issuanceOf } from "../../provider/certificate/plan/issuance";
import type { Plan } from "../../provider/certificate/plan/make";
import { planIssuance } from "../../provider/certificate/plan/plan";

export const spec: RawInputs = {
  __urn: "urn:pulumi:test::shop::pulumi-nodejs:dynamic/certcentral:Certificate::www",
  __organization: "organization",
  product: "ssl_plus",
  commonName: "www.example.com",
  csr: "csr of key 1",
  organization: { id: 117483 },
};

/** Runs the planner day after day, as `check` does, and keeps what a successful run would store. */
export class Planned {
  stored: RawInputs | undefined;

  constructor(public inputs: RawInputs = spec) {}

  run(today: string, change: RawInputs = {}, paidActions: "allow" | "deny" = "allow"): Plan {
    this.inputs = { ...this.inputs, ...change };
    const plan = planIssuance({ before: this.stored, after: this.inputs, today, paidActions });
    this.stored = { ...this.inputs, issuance: plan.issuance };
    return plan;
  }

  get issuance(): Issuance {
    const issuance = this.stored && issuanceOf(this.stored);
    if (issuance === undefined) throw new Error("nothing is planned yet");
    return issuance;
  }

  /** Every new plan from `from` to `to`, with a run each `every` days: `day action validUntil`. */
  story(from: string, to: string, every = 1): string[] {
    const lines: string[] = [];
    for (let day = from; day <= to; day = addDays(day, every)) {
      const before = this.stored?.["issuance"];
      const { issuance } = this.run(day);
      if (issuance === before) continue;
      const { action, validUntil = "?", coveredUntil = "?" } = issuance;
      lines.push(`${day} ${action} until ${validUntil}, covered until ${coveredUntil}`);
    }
    return lines;
  }
}
