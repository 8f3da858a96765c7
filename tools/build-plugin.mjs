// `npm run build:plugin`: the plugin and its SDKs; `-- --executable` as well a program that wants no Node.
import { parseArgs } from "node:util";

import { buildExecutable } from "./executable.mjs";
import { buildPlugin } from "./plugin.mjs";
import { makeSdks } from "./sdks.mjs";
import { runMain, step } from "./steps.mjs";

const { values } = parseArgs({ options: { executable: { type: "boolean", default: false } } });

await runMain(async () => {
  await step("plugin", () => buildPlugin().then(() => undefined));
  await step("SDKs", makeSdks);
  if (values.executable) await step("executable", buildExecutable);
});
