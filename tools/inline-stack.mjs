// A stack of the engine that the set-up found, with a program of this process and a home that nobody else has.
import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import automation from "@pulumi/pulumi/automation/index.js";

import { root } from "./steps.mjs";

/**
 * @param {string} home
 * @param {{ projectName: string, stackName: string, program: import("@pulumi/pulumi/automation/index.js").PulumiFn }} stack
 */
export async function openInlineStack(home, stack) {
  const engine = /** @type {import("./pulumi/engine.mjs").Engine & { yaml?: string }} */ (
    JSON.parse(readFileSync(join(root, ".cache", "engine.json"), "utf8"))
  );
  const path = [
    ...(engine.root ? [join(engine.root, "bin")] : []),
    ...(engine.yaml ? [dirname(engine.yaml)] : []),
    join(root, "dist-plugin", "bin"),
    process.env["PATH"] ?? "",
  ];
  return automation.LocalWorkspace.createOrSelectStack(stack, {
    pulumiHome: home,
    pulumiCommand: await automation.PulumiCommand.get(engine.root ? { root: engine.root } : {}),
    envVars: {
      PATH: path.join(delimiter),
      PULUMI_BACKEND_URL: `file://${home}`,
      PULUMI_CONFIG_PASSPHRASE: stack.stackName,
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  });
}
