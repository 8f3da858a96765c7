/** Makes what `plugin-contract.ts` describes: a folder that the model loads as it loads the provider's build. */
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");

/** The plugin as a build of the provider. */
export function bundlePlugin(): string {
  const folder = mkdtempSync(join(tmpdir(), "certcentral-plugin-build-"));
  const flags = ["--bundle", "--platform=node", "--format=cjs", "--packages=external"];
  execFileSync(
    join(repository, "node_modules", ".bin", "esbuild"),
    [
      join(repository, "tests", "support", "plugin-contract.ts"),
      ...flags,
      `--outfile=${join(folder, "provider", "index.js")}`,
    ],
    { stdio: "pipe" },
  );
  return folder;
}
