// The whole truth about this checkout, in one command: set-up, format, lint, types, imports, tests.
// `npm test take-over` runs the test files of that name alone; `--tier unit` all that need no engine.
import { join } from "node:path";
import { parseArgs } from "node:util";

import { setup } from "./setup.mjs";
import { root, run, runMain, step, toolEnv } from "./steps.mjs";

const { values, positionals } = parseArgs({
  options: { tier: { type: "string" } },
  allowPositionals: true,
});
const isQuick = positionals.length > 0;

await runMain(async () => {
  await setup();
  if (!isQuick) await checkText();
  const projects =
    values.tier === "unit" ? ["--selectProjects", "emulator", "unit", "plugin", "--"] : [];
  // Hundreds of provider processes load Pulumi's SDK: with what Node compiled before, in half the time. They end by a signal and keep nothing: one process does.
  const env = { ...toolEnv, NODE_COMPILE_CACHE: join(root, ".cache", "compiled") };
  run("node", ["-e", 'require("@pulumi/pulumi"), require("./dist/provider")'], { env });
  await step("tests", () => void run("jest", [...projects, ...positionals], { show: true, env }));
});

/** All that is true of the text, before anything runs. */
async function checkText() {
  await step("format", () => void run("prettier", ["--check", "--log-level", "warn", "."]));
  await step("types", () => void run("tsc", ["-p", "tsconfig.json"]));
  await step("lint", () => void run("npm", ["run", "--silent", "lint"]));
  await step("pages", () => {
    run("node", ["tools/reference.mjs", "--check"]);
    run("node", ["tools/messages.mjs", "--check"]);
    run("node", ["tools/conformance.mjs", "--check"]);
    run("node", ["tools/cli.mjs", "--check"]);
    run("node", ["tools/timeline.mjs", "--check"]);
    run("node", ["tools/schema.mjs", "--check"]);
    return undefined;
  });
}
