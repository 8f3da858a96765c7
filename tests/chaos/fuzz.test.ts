/** Nonsense in every place: inputs, old state, and replies changed field by field. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import fc from "fast-check";

import { fieldNames } from "../../provider/certificate/plan/fields";
import { domain, domainValidation, issuedCertificate } from "../../provider/index";
import { unknownValue } from "../../provider/wire";
import { leafIn } from "../../provider/x509/pem";
import { makeKey, type TestKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "../support/in-process";
import { EngineResource } from "../support/resource";

const firstDay = "2026-02-24";
const renewalDay = "2026-04-05";
const maxFurtherRuns = 3;

let key: TestKey;
let second: TestKey;
let emulator: Emulator;
let provider: InProcessProvider;
let used = 0;

beforeAll(async () => {
  [key, second] = await Promise.all([makeKey(), makeKey()]);
  emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    faultRates: {},
    balance: 1e9,
  });
});

afterAll(() => emulator.close());

function at(day: string): void {
  emulator.control.setClock(`${day}T12:00:00Z`);
  provider.today(day);
}

/** A resource of which nobody knows anything yet: its own key, its own name. */
async function fresh(): Promise<EngineResource> {
  emulator.control.reset();
  used += 1;
  const apiKey = `key-${used}-of-the-same-account`;
  emulator.control.addKey(apiKey, 1696530);
  provider = inProcessProvider({ ...unlimitedConfig(emulator), "certcentral:apiKey": apiKey });
  at(firstDay);
  return EngineResource.declare(
    provider,
    {
      product: "ssl_plus",
      commonName: "www.example.com",
      csr: key.csr,
      organization: { id: 117483 },
      orderValidity: { days: 60 },
      issuanceTimeoutMinutes: 0.01,
    },
    `www${used}`,
  );
}

describe("inputs and old state", () => {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.jsonValue() },
    fc.constant(unknownValue),
    fc.constantFrom("www.example.com", "2026-02-30", 117483, { id: 117483 }, { days: 0 }, [""]),
  );
  const names = [
    ...fieldNames,
    ...["issuance", "orderId", "__awaited", "__held", "notAfter", "notBefore", "certificateId"],
  ];
  const nonsense = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, {
    maxKeys: 12,
    noNullPrototype: true,
  });

  test("check answers, whatever it is given", async () => {
    const www = await fresh();
    await www.up();
    await fc.assert(
      fc.asyncProperty(nonsense, nonsense, fc.boolean(), async (olds, news, isHalfGood) => {
        const before = isHalfGood ? { ...www.inputs, ...olds } : olds;
        const after = isHalfGood ? { ...www.declared, ...news } : news;
        const { inputs, failures } = await provider.check(before, after);
        expect(typeof inputs).toBe("object");
        for (const { reason } of failures) expect(reason).not.toBe("");
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  test("diff answers, whatever it is given", async () => {
    const www = await fresh();
    await www.up();
    await fc.assert(
      fc.asyncProperty(nonsense, nonsense, fc.boolean(), async (olds, news, isHalfGood) => {
        const before = isHalfGood ? { ...www.outputs, ...olds } : olds;
        const after = isHalfGood ? { ...www.inputs, ...news } : news;
        // What the check of `up` has not seen is refused, where it would replace.
        const answer: unknown = await provider
          .diff("112233", before, after)
          .then(({ changes }) => typeof changes, String);
        expect(answer).toMatch(/^boolean$|CC440/);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe("inputs and old state of domains and waits", () => {
  const record = { domain: "fresh.test", method: "dns-txt-token", expires: "2026-03-26T12:00:00Z" };
  const validation = {
    action: "validate",
    validFrom: firstDay,
    validUntil: "2026-09-10",
    round: 1,
  };
  const certificate = {
    orderId: 1,
    commonName: "fresh.test",
    csr: "",
    validationRecords: [record],
  };
  const good = {
    domain: [
      domain,
      { name: "fresh.test", organization: { id: 117483 }, validation },
      { domainId: 1469, status: "pending", validationRecord: record, validatedUntil: "2026-09-10" },
    ],
    domainValidation: [
      domainValidation,
      { domainId: 1469, record, validation },
      { status: "valid", validatedUntil: "2026-09-10" },
    ],
    issuedCertificate: [
      issuedCertificate,
      { certificate },
      { orderId: 1, certificateId: 2, notAfter: "2026-09-10T23:59:59Z" },
    ],
  } as const;

  test.each(Object.entries(good))("%s: check and diff answer", async (_name, entry) => {
    const [resource, inputs, state] = entry;
    const names = Object.keys({ ...inputs, ...state, __isWaiting: true, dcvMethod: "" });
    const value = fc.oneof(
      { weight: 3, arbitrary: fc.jsonValue() },
      fc.constant(unknownValue),
      fc.constantFrom(
        "fresh.test",
        "2026-02-30",
        1469,
        { id: 0 },
        { orderId: 1 },
        [record],
        record,
      ),
    );
    const nonsense = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value, {
      maxKeys: 6,
      noNullPrototype: true,
    });
    await fresh();
    await fc.assert(
      fc.asyncProperty(nonsense, nonsense, fc.boolean(), async (olds, news, isHalfGood) => {
        const before = isHalfGood ? { ...inputs, ...state, ...olds } : olds;
        const after = isHalfGood ? { ...inputs, ...news } : news;
        const checked = await resource.check(before, after);
        for (const { reason } of checked.failures) expect(reason).not.toBe("");
        const { changes } = await resource.diff("1469", before, after);
        expect(typeof changes).toBe("boolean");
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

type Place = (string | number)[];

/** Every place in a reply: its members, theirs, and the first entry of each list. */
function places(value: unknown, place: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [place];
  const members: [string | number, unknown][] = Array.isArray(value)
    ? value.slice(0, 1).map((entry: unknown) => [0, entry])
    : Object.entries(value);
  const below = members.flatMap(([name, entry]) => places(entry, [...place, name]));
  return place.length === 0 ? below : [place, ...below];
}

const mutations = { absent: undefined, null: null, text: "x", number: -1, list: [] };

const paths: Record<string, (www: EngineResource) => Promise<() => Promise<unknown>>> = {
  create: (www) => Promise.resolve(() => www.up()),
  reissue: async (www) => {
    await www.up();
    return () => www.up({ csr: second.csr });
  },
  renew: async (www) => {
    await www.up();
    at(renewalDay);
    return () => www.up();
  },
  refresh: async (www) => {
    await www.up();
    await emulator.control.reissueInConsole(Number(www.id));
    return () => www.refresh();
  },
};

/** Each place once, each with another mutation; in a long run each place with every one. */
const isLong = process.env["CHAOS_RUNS"] !== undefined;

test.each(Object.entries(paths))("replies to %s", async (name, prepare) => {
  const quiet = await fresh();
  const run = await prepare(quiet);
  emulator.control.clearRequests();
  await run();
  const cases = emulator.control
    .requests()
    .flatMap(({ reply }, after) => places(reply).map((place) => ({ after, place })))
    .flatMap((one, index) =>
      Object.values(mutations)
        .filter((_mutation, number) => isLong || number === index % 5)
        .map((to) => ({ ...one, to })),
    );
  expect(cases.length).toBeGreaterThan(50);
  for (const { after, place, to } of cases) {
    const www = await fresh();
    const again = await prepare(www);
    emulator.control.failNext({ kind: "alter", after, at: place, to });
    const said = await again().catch(String);
    expect(JSON.stringify(said ?? "")).not.toMatch(/TypeError|Cannot read|undefined/);
    expectRight(www.outputs);
    emulator.control.setFaultRates({});
    await runUntilQuiet(www, place);
    const orders = await emulator.control.orders();
    expect({ place, orders: orders.length }).toEqual({ place, orders: name === "renew" ? 2 : 1 });
    expectRight(www.outputs);
  }
});

async function runUntilQuiet(www: EngineResource, place: Place): Promise<void> {
  const said: unknown[] = [];
  for (let run = 0; run < maxFurtherRuns; run++) {
    const result = await www.up();
    if (result.step === "same") return;
    said.push(result);
  }
  throw new Error(`not quiet after ${place.join(".")}: ${JSON.stringify(said)}`);
}

/** Whatever CertCentral said, a chain that is output is a chain that it issued for this program. */
function expectRight(outputs: Properties | undefined): void {
  const chain = outputs?.["fullChainPem"];
  if (typeof chain !== "string") return;
  const pem = leafIn(chain);
  const issued = emulator.control
    .requests()
    .map(({ reply }) => reply as Record<string, { pem: string }[] | undefined> | undefined)
    .flatMap((reply) => reply?.["intermediates"] ?? reply?.["certificate_chain"] ?? [])
    .map((link) => link.pem.replaceAll("\r\n", "\n"));
  expect(issued).toContain(pem);
}
