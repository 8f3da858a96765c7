/** What the stack, the certificate or the run forbids a plan. */
import type { CertificateInputs } from "../../provider/certificate/plan/fields";
import type { Issuance } from "../../provider/certificate/plan/issuance";
import { planFailures } from "../../provider/certificate/run/limits";
import { keepNotes } from "../../provider/journal";
import type { Declaration } from "../../provider/note";
import type { Context } from "../../provider/resource";
import { startRun } from "../../provider/run";
import type { Settings } from "../../provider/settings";

const before: CertificateInputs = {
  __urn: "urn:www",
  product: "ssl_multi_domain",
  commonName: "www.example.com",
};

/** At which inputs a plan fails, in a run in which these have announced something paid. */
function failuresOf(
  action: Issuance["action"],
  { settings = {}, news = {}, isFirst = false, isNew = true, old = before },
  announced: readonly string[] = [],
  declared: readonly Declaration[] = [],
): string[] {
  const said = new Map(declared.map((one) => [one.urn, one]));
  const notes = { ...keepNotes(), declared: () => said };
  for (const urn of announced) notes.add({ kind: "announced", urn });
  const allowing: Partial<Settings> = { paidActions: "allow", ...settings };
  const context = { settings: allowing, run: startRun(notes) } as unknown as Context;
  const issuance: Issuance = { action, cost: "", reference: "root", orderNumber: 1 };
  const inputs = { ...old, ...news };
  const planned = {
    before: isFirst ? undefined : old,
    inputs,
    plan: issuance,
    isNewPlan: isNew,
  };
  return planFailures(context, planned).map(({ property }) => property);
}

const deny = { settings: { paidActions: "deny" } };
const added = { dnsNames: ["api.example.com"] };

test.each<[Issuance["action"], Parameters<typeof failuresOf>[1], string[]]>([
  ["order", { isFirst: true }, []],
  ["order", { isFirst: true, ...deny }, ["issuance"]],
  ["adopt", { isFirst: true, ...deny }, []],
  ["reissue", { news: added }, []],
  ["reissue", { news: added, ...deny }, ["dnsNames"]],
  ["reissue", { news: { ...added, addedNames: "deny" } }, ["dnsNames"]],
  // The CA adds it by itself.
  ["reissue", { news: { dnsNames: ["example.com"], addedNames: "deny" } }, []],
  ["reissue", { news: { addedNames: "deny" }, ...deny }, []],
  ["reissue", { news: added, isNew: false, ...deny }, []],
])("%s, with %j: refused at %j", (action, change, properties) => {
  expect(failuresOf(action, change)).toEqual(properties);
});

test.each<[Issuance["action"], string[], boolean, string[]]>([
  ["renew", [], true, []],
  ["renew", ["urn:other"], true, ["issuance"]],
  ["order", ["urn:other", "urn:other"], true, ["issuance"]],
  ["renew", ["urn:www"], true, []],
  ["renew", ["urn:other"], false, []],
  ["reissue", ["urn:other"], true, []],
])("%s, beside %j, where a run may pay for one; a new plan: %s", (action, others, isNew, at) => {
  const settings = { maxPaidActionsPerRun: 1 };
  expect(failuresOf(action, { settings, isNew }, others)).toEqual(at);
});

test.each<[string, Record<string, unknown>, string, string[]]>([
  ["a change of names", { commonName: "api.example.com" }, "urn:web", [""]],
  ["another product", { product: "ssl_basic" }, "urn:web", [""]],
  ["nothing that is ordered", { comments: "for the approver" }, "urn:web", []],
  ["a change of names", { commonName: "api.example.com" }, "urn:www", []],
])("%s, %j, while %s has its name as a former one: refused at %j", (_, news, formerOf, at) => {
  const declared = [{ urn: "urn:www", isRegistered: false, formerOf }];
  expect(failuresOf("reissue", { news }, [], declared)).toEqual(at);
  expect(failuresOf("order", { news, isFirst: true }, [], declared)).toEqual([]);
});

test("what has an order reference of its own is what it was, whatever has its name as a former one", () => {
  const issuance = { action: "order", cost: "", reference: "own1", orderNumber: 1 };
  const old = { ...before, alternativeOrderId: "own1", issuance };
  const declared = [{ urn: "urn:www", isRegistered: false, formerOf: "urn:web" }];
  const news = { commonName: "api.example.com" };
  expect(failuresOf("reissue", { news, old }, [], declared)).toEqual([]);
  const given = { ...news, alternativeOrderId: "own2" };
  expect(failuresOf("reissue", { news: given, old }, [], declared)).toEqual([""]);
});
