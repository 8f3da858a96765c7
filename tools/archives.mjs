// dist-plugin/archives/: the plugin as Pulumi downloads it, one archive a platform, with checksums: `node tools/archives.mjs`.
// Linux and macOS get the program, which wants a Node on PATH; Windows, which starts no script, the source plugin. With
// `--executable` there is one archive, for machines of this kind, of a program that wants nothing. Tried on Linux x64 only.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { buildExecutable, executableFolder } from "./executable.mjs";
import { buildPlugin, pluginFolder } from "./plugin.mjs";
import { root, run, runMain, step } from "./steps.mjs";

/** @typedef {{ system: string, machine: string, content: string }} Platform */

const { values } = parseArgs({ options: { executable: { type: "boolean", default: false } } });

await runMain(() => step("archives", archive));

async function archive() {
  await buildPlugin();
  if (values.executable) buildExecutable();
  const { version } = /** @type {{ version: string }} */ (
    JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  );
  const folder = join(pluginFolder, "archives");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const platforms = values.executable ? [thisMachine()] : all();
  const sums = platforms.map(({ system, machine, content }) => {
    const name = `pulumi-resource-certcentral-v${version}-${system}-${machine}.tar.gz`;
    run("tar", ["-czf", join(folder, name), "-C", content, "."]);
    const digest = createHash("sha256").update(readFileSync(join(folder, name)));
    return `${digest.digest("hex")}  ${name}\n`;
  });
  writeFileSync(join(folder, "SHA256SUMS"), sums.join(""));
  return `${platforms.length}, version ${version}`;
}

/** @returns {Platform[]} */
function all() {
  return ["linux", "darwin", "windows"].flatMap((system) =>
    ["amd64", "arm64"].map((machine) => {
      const content = join(pluginFolder, system === "windows" ? "source" : "bin");
      return { system, machine, content };
    }),
  );
}

/** @returns {Platform} */
function thisMachine() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  return { system, machine, content: executableFolder };
}
