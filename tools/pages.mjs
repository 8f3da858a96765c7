// Pages and files that are made from the code: written, or, with `--check`, compared with what stands there.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./steps.mjs";

/**
 * @param {string} path from the root
 * @param {string} text
 * @param {string} [command] what makes it anew
 */
export function keepPage(path, text, command = "npm run docs") {
  const target = join(root, path);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
  } else if (readFileSync(target, "utf8") !== text) {
    throw new Error(`${path} is not what the code says: run ${command}`);
  }
}
