/** The policy pack among the examples, served as the engine serves it, and asked of planned certificates. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Certificate } from "pulumi-certcentral";

import { makeKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { grpc } from "../support/engine-log";
import { type Life, openLife } from "../support/life";

const repository = join(__dirname, "..", "..");
const runner = join(repository, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
const dayOfRenewal = "2027-01-22";

let pack: ChildProcess;
let client: AnalyzerClient;
let life: Life;

beforeAll(async () => {
  life = await openLife();
  const folder = join(repository, "examples", "policy-pack");
  // The engine's address is not asked for anything.
  pack = spawn(process.execPath, [runner, "127.0.0.1:1", folder], {
    cwd: folder,
    env: { ...process.env, CERTCENTRAL_NOW: `${dayOfRenewal}T12:00:00Z` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(createInterface({ input: pack.stdout! }), "line")) as [string];
  client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  pack.kill();
  await life.close();
});

/** What the policies say of a resource's inputs, each by its policy's name. */
async function said(inputs: Properties, type = Certificate.pulumiType): Promise<string[]> {
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setName("www");
  request.setUrn(`urn:pulumi:dev::shop::${type}::www`);
  request.setProperties(Struct.fromJavaScript(inputs as Record<string, JavaScriptValue>));
  request.setOptions(new messages.AnalyzerResourceOptions());
  const reply = await new Promise<messages.AnalyzeResponse>((resolve, reject) => {
    client.analyze(request, (error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
  return reply
    .getDiagnosticsList()
    .map((one) => `${one.getPolicyname()}: ${one.getMessage().split("\n").at(-1)}`);
}

test("nothing is said until something is to be paid, and then what and until when", async () => {
  const { www } = life;
  await www.up();
  expect(www.issuance).toMatchObject({ action: "order" });
  expect(await said(www.inputs!)).toEqual([]);
  await life.today("2026-08-10");
  await www.up();
  expect(www.issuance).toMatchObject({ action: "reissue" });
  expect(await said(www.inputs!)).toEqual([]);
  await life.today(dayOfRenewal);
  await www.up();
  expect(await said(www.inputs!)).toEqual([
    "paid-actions: renew until 2027-08-08: one paid renewal",
  ]);
  expect(await said(www.inputs!, "certcentral:index:Certificate")).toHaveLength(1);
});

test("weak keys, other products, names of others and wildcards are told", async () => {
  const { csr } = await makeKey("rsa");
  const strange = {
    ...life.www.inputs,
    csr,
    product: "ssl_ev_plus",
    commonName: "*.example.com",
    dnsNames: ["www.other.test"],
    issuance: { ...life.www.issuance, action: "reissue" },
  };
  expect(await said(strange)).toEqual([
    "key-strength: The key is RSA of 2048 bits; 3072 are asked for, or ECDSA.",
    "products: The product ssl_ev_plus is not among ssl_plus, ssl_multi_domain.",
    "names: *.example.com is a wildcard: name the hosts.",
    "names: www.other.test is not below example.com.",
  ]);
});

test("other resources are not looked at", async () => {
  expect(await said({ product: "ssl_ev_plus" }, "aws:acm/certificate:Certificate")).toEqual([]);
});
