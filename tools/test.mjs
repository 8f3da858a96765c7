// The whole truth about this checkout, in one command: set-up, format, lint, types, imports, tests.
// `npm test take-over` runs the test files of that name alone; `--tier unit` all that need no engine.
import { join } from "node:path";
import { parseArgs } from "node:util";

import { setup } from "./setup.mjs";
import { root, run, runBeside, runMain, step, toolEnv } from "./steps.mjs";

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
  // And hundreds of runs of the engine end before what they leave is worth collecting.
  const env = { ...toolEnv, NODE_COMPILE_CACHE: join(root, ".cache", "compiled"), GOGC: "800" };
  run("node", ["-e", 'require("@pulumi/pulumi"), require("./dist/provider")'], { env });
  await step("tests", () => void run("jest", [...projects, ...positionals], { show: true, env }));
});

/** All that is true of the text, before anything runs: two at a time, as the tests run. */
async function checkText() {
  const tables = ["reference", "messages", "conformance", "cli", "timeline", "schema", "mutants"];
  const lanes = [
    async () => {
      await step("lint", () => runBeside("npm", ["run", "--silent", "lint"]));
    },
    async () => {
      const checked = ["--check", "--log-level", "warn", "."];
      await step("format", () => runBeside("prettier", checked));
      await step("types", () => runBeside("tsc", ["-p", "tsconfig.json"]));
      await step("pages", async () => {
        for (const table of tables) await runBeside("node", [`tools/${table}.mjs`, "--check"]);
        return undefined;
      });
    },
  ];
  await Promise.all(lanes.map((lane) => lane()));
}
