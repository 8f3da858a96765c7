// dist-plugin/archives/: the plugin as Pulumi downloads it, one archive a platform, with checksums: `node tools/archives.mjs`.
// Linux and macOS get the program, which wants a Node on PATH; Windows, which starts no script, the source plugin. Tried
// on Linux only.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { buildPlugin, pluginFolder } from "./plugin.mjs";
import { root, run, runMain, step } from "./steps.mjs";

const platforms = ["linux", "darwin", "windows"].flatMap((system) =>
  ["amd64", "arm64"].map((machine) => ({ system, machine })),
);

await runMain(() => step("archives", archive));

async function archive() {
  await buildPlugin();
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  );
  const folder = join(pluginFolder, "archives");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const sums = platforms.map(({ system, machine }) => {
    const name = `pulumi-resource-certcentral-v${version}-${system}-${machine}.tar.gz`;
    const content = join(pluginFolder, system === "windows" ? "source" : "bin");
    run("tar", ["-czf", join(folder, name), "-C", content, "."]);
    const digest = createHash("sha256").update(readFileSync(join(folder, name)));
    return `${digest.digest("hex")}  ${name}\n`;
  });
  writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
  return `${platforms.length}, version ${version}`;
}
