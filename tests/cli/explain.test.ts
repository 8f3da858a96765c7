/** Plans and messages in words. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { explanationsSchema, type Sentence } from "../../cli/explain/explain";
import { findMessage } from "../../cli/explain/messages";
import { runCertcentral } from "../support/command-line";
import { makeKey } from "../support/csr";
import { exportStack, previewStack } from "../support/stack-export";

const folder = mkdtempSync(join(tmpdir(), "explain-"));
const preview = join(folder, "preview.json");
const state = join(folder, "state.json");
const environment = {
  CERTCENTRAL_URL: "http://127.0.0.1:9/services/v2",
  CERTCENTRAL_NOW: "2026-11-29T12:00:00Z",
};
let emulator: Emulator;

interface Step {
  urn: string;
  newState: { inputs: object };
}

beforeAll(async () => {
  emulator = await startEmulator({ now: "2026-11-29T12:00:00Z", frozen: true, faultRates: {} });
  const { csr } = await makeKey();
  const certificate = { product: "ssl_plus", csr, organization: { id: 117483 } };
  const declared = {
    www: { ...certificate, commonName: "www.example.com" },
    api: { ...certificate, commonName: "api.example.com", paidRenewal: "deny" },
  };
  writeFileSync(preview, JSON.stringify(await previewStack(emulator, "2026-11-29", declared)));
  writeFileSync(state, JSON.stringify(await exportStack(emulator, "2026-11-29", declared)));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await emulator.close();
});

async function explain(...args: string[]): Promise<Sentence[]> {
  const { code, output, errors } = await runCertcentral(
    ["explain", ...args, "--json"],
    environment,
  );
  expect([code, errors]).toEqual([0, ""]);
  const [first] = explanationsSchema.parse(JSON.parse(output));
  return first!.sentences;
}

test.each([
  ["preview", preview],
  ["state", state],
])(
  "a plan of a %s: dates, rule, source, what comes, what follows from doing nothing",
  async (_what, path) => {
    expect(await explain(path, "www")).toEqual([
      { about: "plan", text: "order until 2027-06-15, covered until 2027-11-28: one paid order" },
      {
        about: "dates",
        text:
          "the certificate lasts from 2026-11-29 to 2027-06-15, 199 days (one issued on that day may last 199, 200 in the industry); " +
          "what is paid for lasts until 2027-11-28, and reissues are free until then",
        source: expect.stringContaining("SC-081v3"),
      },
      {
        about: "due",
        text: expect.stringMatching(/^it is due from 2027-05-14 on: 32 days/),
        source: expect.any(String),
      },
      { about: "next", text: "2027-05-14: reissue until 2027-08-20, free, covered by the order" },
      { about: "next", text: "2027-07-19: reissue until 2027-10-25, free, covered by the order" },
      { about: "next", text: "2027-09-23: reissue until 2027-11-28, free, covered by the order" },
      { about: "next", text: "2027-11-06: renew until 2028-02-12, one paid renewal" },
      {
        about: "nothing done",
        text: "if nothing is done, clients refuse it from 2027-06-16 on; CertCentral renews the order from 2027-08-30 on",
        source: expect.stringContaining("90 days"),
      },
    ]);
  },
);

test("what is denied is an obstacle, with its day", async () => {
  const sentences = await explain(state, "api");
  expect(sentences.find(({ about }) => about === "obstacle")?.text).toMatch(
    /^2027-11-06: due for renewal, not planned: paid renewals are denied by paidRenewal/,
  );
});

test("all certificates of a file, for people", async () => {
  const { output } = await runCertcentral(["explain", preview], environment);
  expect(output).toMatch(/^shop\/prod www\n {2}plan +order until 2027-06-15/);
  expect(output).toContain("\nshop/prod api\n");
  expect(output).toMatch(/ {2}Source: CA\/Browser Forum ballot SC-081v3/);
});

test("a preview that leaves certificates alone announces nothing", async () => {
  const looked = join(folder, "looked.json");
  const { steps, ...rest } = JSON.parse(readFileSync(preview, "utf8")) as { steps: object[] };
  const refreshed = steps.map((step) => ({ ...step, op: "refresh" }));
  const [first] = steps;
  writeFileSync(looked, JSON.stringify({ ...rest, steps: [...refreshed, first] }));
  const { output } = await runCertcentral(["explain", looked], environment);
  expect(output).toMatch(/^shop\/prod www\n {2}plan +order until 2027-06-15/);
  expect(output).toMatch(
    /\nshop\/prod api\n {2}plan +nothing is done in this run\. The plan before was: order until/,
  );
  writeFileSync(looked, JSON.stringify({ ...rest, steps: [] }));
  const none = await runCertcentral(["explain", looked], environment);
  expect(none).toMatchObject({ code: 0, output: "Nothing is done to any certificate.\n" });
});

test.each([
  [{}, /^it is removed: what it had issued itself is revoked, .* what was adopted is kept$/],
  [{ onDelete: "revoke" }, /^it is removed: .* what it had adopted, is revoked, /],
  [{ onDelete: "revokeAll" }, /^it is removed: everything on its orders is revoked or canceled/],
  [{ onDelete: "keep" }, /^it is removed: nothing is revoked or canceled/],
])("what a preview removes is no plan: with %j it says what ends", async (written, said) => {
  const { steps, ...rest } = JSON.parse(readFileSync(preview, "utf8")) as { steps: Step[] };
  const [{ urn, newState: was }] = steps as [Step];
  const oldState = { ...was, inputs: { ...was.inputs, ...written } };
  const removed = join(folder, "removed.json");
  const plan = async (...more: object[]): Promise<Sentence[]> => {
    const deleted = { op: "delete", urn, oldState: { ...oldState, ...more[0] } };
    // As with `refresh: always`, which looks at it first.
    const all = [{ op: "refresh", urn, oldState, newState: oldState }, deleted];
    writeFileSync(removed, JSON.stringify({ ...rest, steps: all }));
    return explain(removed);
  };
  expect(await plan()).toEqual([{ about: "plan", text: expect.stringMatching(said) }]);
  expect(await plan({ retainOnDelete: true })).toEqual([
    { about: "plan", text: "it leaves the stack, and nobody is called (retainOnDelete)" },
  ]);
});

test("a preview that failed says by what, though it has no step", async () => {
  const failed = join(folder, "failed.json");
  const { steps, ...rest } = JSON.parse(readFileSync(preview, "utf8")) as { steps: Step[] };
  const why = "is a paid order, which certcentral:paidActions denies for this stack (CC408)";
  const diagnostics = [
    { severity: "warning", message: "warning: something else" },
    { severity: "error", urn: steps[0]?.urn, message: `error: ${why}\n` },
  ];
  writeFileSync(failed, JSON.stringify({ ...rest, steps: [], diagnostics }));
  expect(await explain(failed)).toEqual([{ about: "failed", text: why }]);
  const { output } = await runCertcentral(["explain", failed], environment);
  expect(output).toBe(`shop/prod www\n  failed        ${why}\n`);
});

test("a message by its code, however it is written", async () => {
  const { code, output } = await runCertcentral(["explain", "cc303"], {});
  expect(code).toBe(0);
  expect(output).toMatch(/^CC303, error\n {2}Why it is said: .+\n {2}What helps: {5}.+\n$/);
});

test("every message on the page of messages can be explained", () => {
  const page = readFileSync(join(__dirname, "..", "..", "docs", "messages.md"), "utf8");
  const codes = [...page.matchAll(/^\| <a id="\w+"><\/a>(CC\d+) \|/gm)].map(
    ([, code = ""]) => code,
  );
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.map((code) => findMessage(code).code)).toEqual(codes);
});

test.each([
  ["CC999", "(CC606)"],
  ["package.json", "(CC602)"],
])("%s is refused", async (what, code) => {
  const end = await runCertcentral(["explain", what], {});
  expect([end.code, end.errors]).toEqual([1, expect.stringContaining(code)]);
});

test("a certificate that the file does not have", async () => {
  const { code, errors } = await runCertcentral(["explain", preview, "mail"], environment);
  expect([code, errors]).toEqual([1, expect.stringMatching(/has www and api.*\(CC607\)/)]);
});
