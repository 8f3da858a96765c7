/** Key and address: messages that doubt them name what was typed, and not what a stack would have. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { version } from "../../package.json";
import { runCertcentral } from "../support/command-line";

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ faultRates: {} });
});

afterAll(() => emulator.close());

async function fail(args: string[], environment: Record<string, string>): Promise<string> {
  const key = { CERTCENTRAL_API_KEY: emulator.apiKey };
  const { code, output, errors } = await runCertcentral(args, { ...key, ...environment });
  expect([code === 0, output]).toEqual([false, ""]);
  return errors;
}

test("a wrong key: where it is from, and nothing of refresh and destroy", async () => {
  const said = await fail(["report"], {
    CERTCENTRAL_URL: emulator.url,
    CERTCENTRAL_API_KEY: "wrong",
  });
  expect(said).toMatch(/Check the API key: CERTCENTRAL_API_KEY$/m);
  expect(said).not.toMatch(/refresh|destroy|pulumi/);
});

test("no key: where it may stand", async () => {
  const said = await fail(["report"], { CERTCENTRAL_API_KEY: " " });
  expect(said).toMatch(
    /CERTCENTRAL_API_KEY, or name a stack that has one with --stack \(CC613\)$/m,
  );
});

const closed = "http://127.0.0.1:9/services/v2";

test.each<[string, string[], Record<string, string>, RegExp]>([
  [
    "no URL",
    ["--url", "nonsense"],
    {},
    /'--url <url>' argument 'nonsense' is invalid\. it is not a valid URL.*\(CC614\)/,
  ],
  [
    "http elsewhere",
    ["--url", "http://a.test"],
    {},
    /'--url <url>' .* must begin with https:.*\(CC614\)/,
  ],
  [
    "no URL in the environment",
    [],
    { CERTCENTRAL_URL: "nonsense" },
    /read CERTCENTRAL_URL: "nonsense" is not a valid URL.*\(CC614\)/,
  ],
  ["nobody there", ["--url", closed], {}, /check the network, --url and HTTPS_PROXY/],
  [
    "nobody there, in the environment",
    [],
    { CERTCENTRAL_URL: closed },
    /check the network, CERTCENTRAL_URL and HTTPS_PROXY/,
  ],
  ["two addresses", ["--url", closed, "--region", "eu"], {}, /cannot be used with/],
])("%s", async (_what, flags, environment, said) => {
  const words = await fail(["report", ...flags], environment);
  expect(words).toMatch(said);
  expect(words).not.toContain("certcentral:url");
});

test("an address without its path", async () => {
  const url = new URL(emulator.url).origin;
  expect(await fail(["report", "--url", url], {})).toMatch(
    /Check --url: it ends in \/services\/v2/,
  );
});

test("--version is the package's", async () => {
  const { code, output } = await runCertcentral(["--version"]);
  expect([code, output]).toEqual([0, `${version}\n`]);
});
