/** Both packages are released together: what names their version names the same one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const read = (path: string): string =>
  readFileSync(join(__dirname, "..", "..", ...path.split("/")), "utf8");
const { version, devDependencies } = JSON.parse(read("package.json")) as {
  version: string;
  devDependencies: Record<string, string>;
};

test.each([
  ["the emulator's package", /"version": "(.+?)"/, "emulator/package.json"],
  ["its image", /certcentral-emulator@(\S+)/, "emulator/Dockerfile"],
  ["the plugin's schema", /"version": "(.+?)"/, "plugin/schema.json"],
  ["the newest release of the changelog", /^## (\d\S*)/m, "CHANGELOG.md"],
])("%s has the version of this package", (_what, pattern, path) => {
  expect(pattern.exec(read(path))?.[1]).toBe(version);
});

test("the emulator that is tested with is that version too", () => {
  expect(devDependencies["certcentral-emulator"]).toBe(version);
});
