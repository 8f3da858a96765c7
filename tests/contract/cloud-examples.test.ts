/** The examples with another provider's resources, under Pulumi's mocks: what they would create there. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { selfSigned } from "../support/csr";

const examples = join(__dirname, "..", "..", "examples");

interface Created {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

const validationRecord = {
  domain: "example.com",
  method: "dns",
  name: "token.example.com",
  type: "CNAME",
  value: "dcv.digicert.com",
};
const pem = (text: string): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(text).toString("base64")}\n-----END CERTIFICATE-----\n`;
const [leaf, intermediate] = [pem("leaf"), pem("intermediate")];

/** What the providers would have answered; `last` is what the stack put out in its last run. */
function answerAs(type: string, name: string, last: Record<string, string>): object {
  if (type.endsWith(":Certificate") && type.startsWith("pulumi-nodejs:dynamic/certcentral")) {
    return { fullChainPem: leaf + intermediate, renewalDue: "2027-01-22" };
  }
  if (type.endsWith(":PrivateKey")) {
    return { privateKeyPem: `key ${name}`, privateKeyPemPkcs8: `PKCS#8 key ${name}\n` };
  }
  if (type.endsWith(":CertRequest")) return { certRequestPem: `request ${name}` };
  if (type.endsWith(":StackReference")) return { outputs: last };
  return { validationRecord };
}

/** Runs an example; what it created, and what it puts out. */
async function run(
  example: string,
  config: Record<string, string>,
  last: Record<string, string> = {},
): Promise<{ created: Created[]; outputs: Record<string, unknown> }> {
  const created: Created[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        created.push({ type, name, inputs: inputs as Created["inputs"] });
        return { id: "1470", state: { ...inputs, ...answerAs(type, name, last) } as object };
      },
      call: () => ({}),
    },
    example,
    "production",
    false,
    "acme",
  );
  const entries = Object.entries(config).map(([key, value]) => [`${example}:${key}`, value]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries) as Record<string, string>);
  const program = (await import(join(examples, example, "index.ts"))) as Record<string, unknown> & {
    default?: unknown;
  };
  const { default: main } = program;
  const given = typeof main === "function" ? await (main as () => unknown)() : program;
  const known = pulumi.output(given as Record<string, pulumi.Input<unknown>>);
  const outputs = await new Promise<Record<string, unknown>>((resolve) => {
    known.apply(resolve);
  });
  return { created, outputs };
}

test.each([
  [
    "validated-certificate-cloudflare",
    "cloudflare:index/dnsRecord:DnsRecord",
    { zoneId: "zone", name: "token.example.com", type: "TXT", content: "dcv.digicert.com" },
  ],
  [
    "validated-certificate-route53",
    "aws:route53/record:Record",
    { zoneId: "zone", name: "token.example.com", type: "CNAME", records: ["dcv.digicert.com"] },
  ],
])("%s makes one %s for all names", async (example, type, expected) => {
  const { created } = await run(example, { zoneId: "zone" });
  const records = created.filter((one) => one.type === type);
  expect(records.map(({ inputs }) => inputs)).toEqual([expect.objectContaining(expected)]);
  const types = created.map((one) => one.type.replace(/.*:/, ""));
  expect(types.filter((one) => one === "Domain")).toHaveLength(1);
  expect(types.at(-1)).toBe("Certificate");
});

/** What the engine is told to keep secret. */
const secret = (value: unknown): unknown =>
  expect.objectContaining({ "4dabf18193072939515e22adb298388d": expect.any(String), value });
const server = { host: "shop.example.com", hostKey: "ssh-ed25519 A", user: "deploy", sshKey: "S" };

test.each([
  [
    "kubernetes-tls-secret",
    {},
    "kubernetes:core/v1:Secret",
    {
      type: "kubernetes.io/tls",
      stringData: secret({ "tls.crt": leaf + intermediate, "tls.key": "key shop" }),
    },
  ],
  [
    "aws-acm-import",
    { privateKey: "key" },
    "aws:acm/certificate:Certificate",
    { certificateBody: leaf, certificateChain: intermediate, privateKey: secret("key") },
  ],
  [
    "nginx",
    server,
    "command:remote:Command",
    {
      connection: secret(expect.objectContaining({ hostKey: "ssh-ed25519 A", privateKey: "S" })),
      create: readFileSync(join(examples, "nginx", "install.sh"), "utf8"),
      stdin: leaf + intermediate,
    },
  ],
])(
  "%s brings the chain where it is used, and keys as secrets",
  async (example, config, type, expected) => {
    const { created } = await run(example, config);
    const [one, ...others] = created.filter((each) => each.type === type);
    expect(others).toEqual([]);
    expect(one?.inputs).toEqual(expect.objectContaining(expected));
  },
);

test("a new key is made on the day on which the certificate is due, and stays until the next", async () => {
  const now = "2027-01-22T03:00:00Z";
  process.env["CERTCENTRAL_NOW"] = now;
  try {
    const names = async (last: Record<string, string>) => {
      jest.resetModules();
      const { created, outputs } = await run("key-rotation", {}, last);
      const keys = created.filter(({ type }) => type.endsWith(":PrivateKey"));
      return [keys.map(({ name }) => name), outputs["rotation"]];
    };
    expect(await names({})).toEqual([["shop-first"], "first"]);
    const before = { rotation: "first", renewalDue: "2027-01-23" };
    expect(await names(before)).toEqual([["shop-first"], "first"]);
    const due = { rotation: "first", renewalDue: "2027-01-22" };
    expect(await names(due)).toEqual([["shop-2027-01-22"], "2027-01-22"]);
    const after = { rotation: "2027-01-22", renewalDue: "2027-07-09" };
    expect(await names(after)).toEqual([["shop-2027-01-22"], "2027-01-22"]);
  } finally {
    delete process.env["CERTCENTRAL_NOW"];
  }
});

describe("what nginx's server runs", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "nginx-"));
    writeFileSync(join(folder, "nginx"), `#!/bin/sh\necho "nginx $*" >> ${folder}/calls\n`);
    chmodSync(join(folder, "nginx"), 0o755);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const install = (chain: string): string =>
    execFileSync("sh", ["-c", readFileSync(join(examples, "nginx", "install.sh"), "utf8")], {
      input: chain,
      env: { TLS_FOLDER: folder, PATH: [folder, process.env["PATH"]].join(delimiter) },
      stdio: "pipe",
      encoding: "utf8",
    });

  test("puts a chain for the server's key into its place, and lets nginx read it", async () => {
    const { certificate, privateKeyPem } = await selfSigned();
    writeFileSync(join(folder, "shop.key"), privateKeyPem);
    install(certificate);
    expect(readFileSync(join(folder, "shop.pem"), "utf8")).toBe(certificate);
    expect(readFileSync(join(folder, "calls"), "utf8")).toBe("nginx -t\nnginx -s reload\n");
  });

  test("refuses one for another key, and changes nothing", async () => {
    const [own, other] = [await selfSigned(), await selfSigned()];
    writeFileSync(join(folder, "shop.key"), own.privateKeyPem);
    writeFileSync(join(folder, "shop.pem"), own.certificate);
    expect(() => install(other.certificate)).toThrow("the new chain is not for shop.key");
    expect(readFileSync(join(folder, "shop.pem"), "utf8")).toBe(own.certificate);
    expect(existsSync(join(folder, "calls"))).toBe(false);
  });
});
