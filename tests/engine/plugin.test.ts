/** The plugin on the real engine, from YAML programs and by its SDK for Node. */
import { join } from "node:path";

import type { Emulator } from "certcentral-emulator";

import { makeKey } from "../support/csr";
import { hasNodeSdk, loadNodeSdk } from "../support/node-sdk";
import { anyStep, good, openPluginStack, type PluginStack } from "../support/plugin-stack";
import { hasYaml, type TestStack, type YamlProgram } from "../support/stack";

const yamlTest = hasYaml ? test : test.skip;

let life: PluginStack;
let emulator: Emulator;
let stack: TestStack;
let declared: Record<string, unknown>;

beforeEach(async () => {
  life = await openPluginStack();
  ({ emulator, stack, declared } = life);
});

afterEach(() => life.close());

yamlTest(
  "a life: preview, order, nothing to do, a local change, a reissue, a refresh, an end",
  async () => {
    const preview = await good(stack.preview());
    expect(preview).toContain("order until 2026-09-10, covered until 2027-02-23: one paid order");
    expect(preview).toMatch(/orderId +: \[unknown\]/);
    expect(life.calls()).toEqual([]);
    await good(stack.up());
    expect(life.posts()).toEqual(["POST /order/certificate/ssl_plus"]);
    expect(await stack.outputs()).toMatchObject({ orderId: 112233001 });
    expect(await good(stack.preview())).not.toMatch(anyStep);

    // What a change of a local input leaves as it is stays known.
    stack.program = life.yaml({ renewBeforeDays: 20 });
    const local = await good(stack.preview());
    expect(local).toMatch(/\+ renewBeforeDays: 20/);
    expect(local).not.toContain("[unknown]");
    expect(local).not.toContain("fullChainPem:");
    await good(stack.up());

    stack.program = life.yaml();
    life.today("2026-08-12");
    life.calls();
    const due = await good(stack.preview());
    expect(due).toMatch(/~ action +: "order" => "reissue"/);
    expect(due).not.toMatch(/[~+-] (csr|product|reference)\b/);
    expect(life.calls()).toEqual([]);
    await good(stack.up());
    expect(life.posts()).toEqual(["POST /order/certificate/112233001/reissue"]);

    emulator.control.revokeOrder(112233001);
    await good(stack.refresh());
    expect(await good(stack.preview())).toContain("order 112233001 is revoked");
    await good(stack.destroy());
  },
);

yamlTest("an approval that came is known to the next preview, before anything is run", async () => {
  emulator.control.configure({ approval: "one-step" });
  stack.program = life.yaml({ issuanceTimeoutMinutes: 0.001 });
  const first = await stack.up();
  expect(first.failure).toMatch(/order 112233001 needs approval of request \d+/);
  expect(await stack.resource("www")).toMatchObject({ id: "112233001" });
  expect(await good(stack.preview())).toContain("(update)");
  await emulator.control.approve(112233001);
  life.calls();
  // The engine refreshes what is awaited before it plans.
  expect(await good(stack.preview())).not.toMatch(anyStep);
  await good(stack.up());
  expect(life.posts()).toEqual([]);
  expect((await stack.resource("www"))?.outputs).toMatchObject({ status: "issued" });
  life.calls();
  await good(stack.preview());
  expect(life.calls()).toEqual([]);
});

yamlTest(
  "a run that refreshes first, with the settings of the last, denies what a provider denies today",
  async () => {
    const shop = (settings: object, names: string[]) => ({
      resources: {
        emea: {
          type: "pulumi:providers:certcentral",
          properties: { apiKey: emulator.apiKey, url: emulator.url, ...settings },
        },
        ...Object.fromEntries(
          names.map((name) => [
            name,
            {
              type: "certcentral:Certificate",
              properties: { ...declared, commonName: `${name}.example.com` },
              options: { provider: "${emea}" },
            },
          ]),
        ),
      },
    });
    stack.program = shop({}, ["www"]);
    await good(stack.up());
    stack.program = shop({ paidActions: "deny" }, ["www", "more"]);
    expect((await stack.up({ refresh: true })).failure).toContain("CC408");
    expect(await emulator.control.orders()).toHaveLength(1);
  },
);

yamlTest("Ctrl-C ends a wait at once, and the order is in state", async () => {
  emulator.control.configure({ approval: "one-step" });
  const controller = new AbortController();
  const waits = (text: string): boolean => text.includes("needs approval");
  let isAborted = false;
  const run = await stack.up({
    signal: controller.signal,
    onEvent: ({ diagnosticEvent }) => {
      if (isAborted || !waits(diagnosticEvent?.message ?? "")) return;
      isAborted = true;
      controller.abort();
    },
  });
  expect(isAborted).toBe(true);
  expect(run.failure).toContain("the run was canceled");
  expect(await stack.resource("www")).toMatchObject({ id: "112233001" });
  expect(emulator.control.requests().filter(({ charge }) => charge > 0)).toHaveLength(1);
});

yamlTest(
  "an order is imported, and the program that was made for it previews unchanged",
  async () => {
    await good(stack.up());
    stack.program = {};
    await good(stack.command("state", "delete", (await stack.resource("www"))?.urn ?? "", "--yes"));
    life.calls();
    const imported = await good(
      stack.command(
        "import",
        "certcentral:index:Certificate",
        "shop",
        "112233001",
        "--yes",
        "--protect=false",
      ),
    );
    expect(imported).toContain("type: certcentral:Certificate");
    // Read by the preview of the import, and by the import.
    const read = ["GET /user/me", "GET /order/certificate/112233001", expect.any(String)];
    const all = life.calls();
    expect(all).toEqual([...read, ...read]);
    expect(all.every((call) => call.startsWith("GET"))).toBe(true);
    const { issuance, ...properties } = (await stack.resource("shop"))?.inputs ?? {};
    expect(issuance).toMatchObject({ action: "adopt", validUntil: "2026-09-10" });
    stack.program = { resources: { shop: { type: "certcentral:Certificate", properties } } };
    expect(await good(stack.preview())).not.toMatch(anyStep);
    // Adopted: a destroy leaves it.
    await good(stack.destroy());
    expect((await emulator.control.orders())[0]).toMatchObject({ status: "issued" });
  },
);

yamlTest(
  "a replacement orders first and ends the old order last; its preview names the plan as a whole",
  async () => {
    await good(stack.up());
    stack.program = life.yaml({ product: "ssl_multi_domain" });
    const preview = await good(stack.preview());
    expect(preview).toContain("replace");
    expect(preview).toContain("order until");
    life.calls();
    await good(stack.up());
    expect(life.posts()[0]).toBe("POST /order/certificate/ssl_multi_domain");
    const orders = await emulator.control.orders();
    const statuses = orders.map((order) => order.certificates.map(({ status }) => status));
    expect(statuses).toEqual([["revoked"], ["issued"]]);
  },
);

yamlTest(
  "renewals that replaceOnChanges makes replacements of never buy, and are not green in the order's last days",
  async () => {
    stack.program = life.yaml({}, { replaceOnChanges: ["issuance"] });
    await good(stack.up());
    life.today("2026-08-12");
    await good(stack.up());
    life.today("2027-02-18");
    life.calls();
    const preview = await good(stack.preview());
    expect(preview).toMatch(/replace[^]*one paid order/);
    for (let run = 0; run < 2; run++) {
      expect((await stack.up()).failure).toMatch(/in 5 days, and nothing is on its way.*\(CC410\)/);
    }
    expect(life.posts()).toEqual([]);
    // The way out that it names.
    stack.program = life.yaml();
    await good(stack.refresh());
    expect(life.posts()).not.toContain("POST /order/certificate/ssl_plus");
    expect(await good(stack.preview())).toContain("one paid renewal");
    await good(stack.up());
    const [, renewal] = await emulator.control.orders();
    expect(renewal).toMatchObject({ certificates: [{ status: "issued" }] });
    expect((await stack.resource("www"))?.outputs).toMatchObject({ orderId: renewal?.id });
    expect(await good(stack.preview())).not.toMatch(anyStep);
  },
);

yamlTest(
  "replaceOnChanges with a changed key, of what was renamed: said in the preview, and nothing is bought",
  async () => {
    await good(stack.up());
    const { type } = (life.yaml().resources?.["www"] ?? {}) as { type: string };
    const aliases = ["urn:pulumi:test::shop::certcentral:index:Certificate::www"];
    const renamed = (change: object, options: object): YamlProgram => ({
      resources: { web: { type, properties: { ...declared, ...change }, options } },
    });
    stack.program = renamed({}, { aliases });
    await good(stack.up());
    life.calls();
    const { csr } = await makeKey();
    stack.program = renamed({ csr }, { aliases, replaceOnChanges: ["csr"] });
    expect(await good(stack.preview(false))).toMatch(
      /warning: an option .* makes a replacement.*CC439/,
    );
    expect((await stack.up()).failure).toContain("(CC302)");
    expect(life.posts()).toEqual([]);
    stack.program = renamed({ csr }, { aliases });
    expect(await good(stack.up())).not.toContain("CC439");
    expect(life.posts()).toEqual(["POST /order/certificate/112233001/reissue"]);
  },
);

yamlTest(
  "the example in YAML, as it stands: a function, an order, and the wait for it",
  async () => {
    stack.program = join(__dirname, "..", "..", "examples", "yaml");
    await good(stack.up());
    expect(await stack.outputs()).toMatchObject({
      organization: expect.any(String),
      orderId: 112233001,
      fullChain: expect.stringContaining("BEGIN CERTIFICATE"),
    });
    // A reissue is told from what it replaces by what is awaited.
    life.today("2026-08-12");
    const chain = (await stack.outputs())["fullChain"];
    await good(stack.up());
    expect((await stack.outputs())["fullChain"]).not.toBe(chain);
    expect(await good(stack.preview())).not.toMatch(anyStep);
  },
);

const nodeTest = hasNodeSdk ? test : test.skip;

nodeTest(
  "the generated Node SDK, with an explicit provider: its key is encrypted, and its account is asked",
  async () => {
    emulator.control.addKey("emea-key-of-its-own", 42);
    stack.program = async () => {
      const { Provider, Certificate: Shop } = await loadNodeSdk();
      const provider = new Provider("emea", { apiKey: "emea-key-of-its-own", url: emulator.url });
      const args = { ...declared, organization: { id: 117485 } };
      return { orderId: new Shop("shop", args, { provider }).orderId };
    };
    await good(stack.up());
    const { accountId } = (await stack.resource("shop"))?.outputs ?? {};
    expect(accountId).toBe(42);
    expect(await stack.stateText()).not.toContain("emea-key-of-its-own");
    expect(await good(stack.preview())).not.toMatch(anyStep);
  },
);
