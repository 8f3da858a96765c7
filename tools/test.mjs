// The whole truth about this checkout, in one command: set-up, format, lint, types, imports, tests.
import { setup } from "./setup.mjs";
import { run, runMain, step } from "./steps.mjs";

await runMain(async () => {
  await setup();
  await step("format", () => void run("prettier", ["--check", "--log-level", "warn", "."]));
  await step("types", () => void run("tsc", ["-p", "tsconfig.json"]));
  await step("lint", () => void run("eslint", ["--max-warnings", "0", "."]));
  await step(
    "imports",
    () =>
      void run("depcruise", [
        "--config",
        ".dependency-cruiser.cjs",
        "sdk",
        "provider",
        "emulator/src",
      ]),
  );
  await step("reference", () => {
    run("node", ["tools/reference.mjs", "--check"]);
    run("node", ["tools/messages.mjs", "--check"]);
    return undefined;
  });
  await step("tests", () => void run("jest", process.argv.slice(2), { show: true }));
});
