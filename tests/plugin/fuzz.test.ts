/** Nonsense in every place, through the plugin's own process: it answers, and says nothing of its insides. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import fc from "fast-check";

import { unknownValue } from "../../provider/wire";
import { makeKey } from "../support/csr";
import { call, objectOf, outcome, type Properties, structOf } from "../support/dynamic-provider";
import { answers, hostileProperties as properties } from "../support/hostile";
import { type PluginProcess, startPlugin } from "../support/plugin-process";

const types = ["Certificate", "Domain", "DomainValidation", "IssuedCertificate"];
const day = "2026-02-24T12:00:00Z";

let emulator: Emulator;
let plugin: PluginProcess;
let good: Properties;

beforeAll(async () => {
  emulator = await startEmulator({ now: day, frozen: true, rateLimits: false, balance: 1e9 });
  plugin = await startPlugin({ CERTCENTRAL_NOW: day });
  const { csr } = await makeKey();
  good = { product: "ssl_plus", commonName: "www.example.com", csr, organization: { id: 117483 } };
  const args = {
    apiKey: emulator.apiKey,
    url: emulator.url,
    requestsPer5Seconds: 1_000_000,
    requestsPer3Minutes: 1_000_000,
    pollIntervalSeconds: 0.01,
  };
  const request = new messages.ConfigureRequest().setArgs(structOf(args));
  await call(plugin.client.configure.bind(plugin.client), request);
});

afterAll(async () => {
  await plugin.close();
  await emulator.close();
});

const runs = { numRuns: 150, seed: 20261129 };

const urnOf = (type: string): string => `urn:pulumi:test::shop::certcentral:index:${type}::x`;

test("check, with and without old inputs", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      properties,
      properties,
      async (type, olds, news) => {
        const request = new messages.CheckRequest().setUrn(urnOf(type));
        request.setOlds(structOf(olds)).setNews(structOf({ ...good, ...news }));
        await answers(call(plugin.client.check.bind(plugin.client), request));
      },
    ),
    runs,
  );
});

test("diff, of any state", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      properties,
      properties,
      async (type, olds, news) => {
        const request = new messages.DiffRequest().setUrn(urnOf(type)).setId("1");
        request.setOlds(structOf({ ...good, orderId: 1, ...olds })).setOldInputs(structOf(olds));
        request.setNews(structOf({ ...good, ...news }));
        await answers(call(plugin.client.diff.bind(plugin.client), request));
      },
    ),
    runs,
  );
});

test("create, previewed and for good: what check lets through is ordered or refused, and never more than announced", async () => {
  await fc.assert(
    fc.asyncProperty(properties, async (change) => {
      emulator.control.reset();
      const urn = urnOf("Certificate");
      const asked = new messages.CheckRequest().setUrn(urn);
      const given = { ...good, issuanceTimeoutMinutes: 0.001, ...change };
      asked.setNews(structOf(given)).setOlds(structOf({}));
      const checked = await call<messages.CheckRequest, messages.CheckResponse>(
        plugin.client.check.bind(plugin.client),
        asked,
      ).catch(() => undefined);
      const isUnknown = JSON.stringify(given).includes(unknownValue);
      if (checked === undefined || checked.getFailuresList().length > 0 || isUnknown) return;
      const inputs = objectOf(checked.getInputs());
      for (const isPreview of [true, false]) {
        const request = new messages.CreateRequest().setUrn(urn).setPreview(isPreview);
        request.setProperties(structOf(inputs));
        await answers(
          outcome(async () => {
            await call(plugin.client.create.bind(plugin.client), request);
            return { id: "", outs: {} };
          }),
        );
        if (isPreview) expect(emulator.control.requests()).toEqual([]);
      }
      const paid = emulator.control.requests().filter(({ charge }) => charge > 0);
      expect(paid.length).toBeLessThanOrEqual(1);
    }),
    runs,
  );
  expect(plugin.child.exitCode).toBeNull();
  expect(plugin.printed()).toBe("");
});
