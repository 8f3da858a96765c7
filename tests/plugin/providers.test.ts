/** Explicit providers of the plugin, each a process of its own: their settings, and what they do not take from one another. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import type { Plugin } from "../../plugin/asked";
import { keepNotes } from "../../provider/journal";
import type { Properties } from "../../provider/resource";
import { startRun } from "../../provider/run";
import { unknownValue } from "../../provider/wire";
import { makeKey } from "../support/csr";
import { openPlugin, type Row } from "../support/plugin";

const providerUrn = "urn:pulumi:test::shop::pulumi:providers:certcentral::emea";
const urn = "urn:pulumi:test::shop::certcentral:index:Certificate::www";

let declared: Properties;

beforeAll(async () => {
  const { csr } = await makeKey();
  const named = { product: "ssl_plus", commonName: "www.example.com", csr };
  declared = { ...named, organization: { id: 117483 } };
});

describe("beside the stack's configuration", () => {
  const beside = (stack: Properties, rows: Row[] = []): Plugin =>
    openPlugin({}, rows, { stackConfiguration: JSON.stringify(stack) });

  test("a refusal to pay that is misspelt there is no leave to pay here", async () => {
    const plugin = beside({ paidActions: "Deny" });
    plugin.configure({ apiKey: "k", paidActions: "allow" });
    await expect(plugin.check({ urn, olds: {}, news: declared })).rejects.toThrow(
      /paidActions is "allow" or "deny".*CC100/,
    );
  });

  test("a setting whose name is misspelt there is told, though no default provider has it checked", async () => {
    const plugin = beside({ paidAction: "deny", namespace: "n" });
    const { failures } = await plugin.checkConfig({ urn: providerUrn, news: { apiKey: "k" } });
    expect(failures).toEqual([
      { property: "", reason: expect.stringMatching(/^certcentral:paidAction .*CC228/) },
    ]);
    // The default provider's own configuration is the stack's: each is told once.
    const own = await plugin.checkConfig({ urn: providerUrn, news: { paidAction: "deny" } });
    expect(own.failures.map(({ property }) => property)).toEqual(["paidAction"]);
  });

  test("settings that a preview does not know yet are warned of: it shows no plan, and the update may pay", async () => {
    const rows: Row[] = [];
    const plugin = beside({}, rows);
    const news = { apiKey: unknownValue, region: unknownValue, namespace: "n" };
    expect(await plugin.checkConfig({ urn: providerUrn, news })).toMatchObject({ failures: [] });
    expect(rows).toEqual([
      expect.objectContaining({
        urn: providerUrn,
        severity: "warning",
        message: expect.stringMatching(/^apiKey and region of this provider .*may pay.*CC229/),
      }),
    ]);
  });
});

describe("on one account", () => {
  const domainUrn = "urn:pulumi:test::shop::certcentral:index:Domain::fresh";
  const fresh = { name: "fresh.test", organization: { id: 117483 } };
  let emulator: Emulator;

  beforeEach(async () => {
    emulator = await startEmulator();
  });

  afterEach(() => emulator.close());

  /** Processes of one run share its notes. */
  const openRun = (): (() => Plugin) => {
    const notes = keepNotes();
    const config = { "certcentral:apiKey": emulator.apiKey, "certcentral:url": emulator.url };
    return () => openPlugin(config, [], { run: startRun(notes, "plugin") });
  };

  async function create(plugin: Plugin, as: string) {
    const { inputs } = await plugin.check({ urn: as, olds: {}, news: fresh });
    const stored = await plugin.create({ urn: as, inputs, isPreview: false, timeout: 0 });
    return { urn: as, id: stored.id, properties: stored.properties, inputs };
  }

  test("a domain that a resource of another provider takes up is not taken from it by the end of the former", async () => {
    const before = await create(openRun()(), domainUrn);
    const open = openRun();
    await create(open(), domainUrn.replace("::fresh", "::moved"));
    await open().delete(before);
    expect(emulator.control.domain("fresh.test")).toMatchObject({ isActive: true });
  });

  test("nor from one that stays as it is; what the program has no more is ended", async () => {
    const [first, second] = ["one", "two"].map((name) => domainUrn.replace("::fresh", `::${name}`));
    const start = openRun()();
    const ours = await create(start, String(first));
    const found = await create(start, String(second));
    const compare = async (plugin: Plugin, one: typeof ours) => {
      const asked = { urn: one.urn, id: one.id, olds: one.properties, oldInputs: one.inputs };
      await plugin.diff({ ...asked, news: one.inputs });
    };

    const staying = openRun();
    const plugin = staying();
    await plugin.check({ urn: found.urn, olds: found.inputs, news: fresh });
    await compare(plugin, found);
    await staying().delete(ours);
    expect(emulator.control.domain("fresh.test")).toMatchObject({ isActive: true });

    // A refresh compares too, and says nothing of what the program declares.
    const gone = openRun()();
    await compare(gone, found);
    await gone.delete(ours);
    expect(emulator.control.domain("fresh.test")).toMatchObject({ isActive: false });
  });
});
