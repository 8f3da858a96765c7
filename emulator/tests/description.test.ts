/** The description says what is served, and nothing else. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../src";
import { operations } from "../src/description/operations";
import { apiRoutes } from "../src/server";

interface Description {
  openapi: string;
  paths: Record<string, Record<string, { requestBody?: object; parameters?: { name: string }[] }>>;
}

let emulator: Emulator;
let description: Description;

beforeAll(async () => {
  emulator = await startEmulator();
  const response = await fetch(emulator.descriptionUrl);
  expect(response.headers.get("content-type")).toBe("application/json");
  description = (await response.json()) as Description;
});

afterAll(() => emulator.close());

test("the table of operations has every route that is served, once, and no other", () => {
  const served = apiRoutes.flatMap(({ routes }) => routes);
  const names = (all: readonly { method: string; path: string }[]): string[] =>
    all.map(({ method, path }) => `${method} ${path}`).sort();
  expect(names(operations)).toEqual(names(served));
});

test("it is OpenAPI, by somebody else's validator", () => {
  const folder = mkdtempSync(join(tmpdir(), "openapi-"));
  const file = join(folder, "openapi.json");
  const validator = join(
    require.resolve("@seriousme/openapi-schema-validator/package.json"),
    "../bin/validate-api-cli.js",
  );
  const validate = (text: string): string => {
    writeFileSync(file, text);
    return execFileSync(process.execPath, [validator, file], { encoding: "utf8", stdio: "pipe" });
  };
  try {
    expect(validate(JSON.stringify(description))).toContain('"valid": true');
    const wrong = { ...description, paths: { "no-slash": {} } };
    expect(() => validate(JSON.stringify(wrong))).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an order's members, a list's parameters and a call's arguments stand in it", () => {
  const place = description.paths["/services/v2/order/certificate/{product}"]?.["post"];
  expect(JSON.stringify(place?.requestBody)).toContain('"renewal_of_order_id"');
  const list = description.paths["/services/v2/order/certificate"]?.["get"];
  expect(list?.parameters?.map(({ name }) => name)).toContain("sort");
  const advance = description.paths["/control/advance"]?.["post"];
  expect(JSON.stringify(advance?.requestBody)).toContain('"days"');
});

test("every call of the control interface stands in it", () => {
  const calls = Object.keys(description.paths).filter((path) => path.startsWith("/control/"));
  expect(calls.sort()).toEqual(
    Object.keys(emulator.control)
      .map((name) => `/control/${name}`)
      .sort(),
  );
});
