// Runs `up` (`up-all`: whatever fails), `refresh`, `cancel` and other commands by their arguments, as it is told, of whatever
// certificates it is sent: outside of the test's own process, because what it starts gets killed.
const { dynamic } = require("@pulumi/pulumi");
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");
const { Certificate } = require("pulumi-certcentral");

/**
 * @typedef {object} Order
 * @property {("up" | "up-all" | "refresh" | "cancel" | string[])[]} verbs
 * @property {Record<string, import("pulumi-certcentral").CertificateArgs & { dependsOn?: string, alias?: string, former?: string }>} certificates
 * @property {string | undefined} now
 * @property {string | undefined} forget
 */

/** @type {Order["certificates"]} */
let certificates = {};

function program() {
  /** @type {Record<string, InstanceType<typeof Certificate>>} */
  const made = {};
  for (const [name, { dependsOn, alias, former, ...args }] of Object.entries(certificates)) {
    const before =
      dependsOn === undefined ? undefined : (made[dependsOn] ?? new Failing(dependsOn));
    made[name] = new Certificate(name, args, {
      ...(before === undefined ? {} : { dependsOn: before }),
      ...(alias === undefined ? {} : { aliases: [{ name: alias }] }),
      ...(former === undefined ? {} : { transforms: [renameFrom(former)] }),
    });
  }
  return Promise.resolve({});
}

class Failing extends dynamic.Resource {
  /** @param {string} name */
  constructor(name) {
    super({ create: () => Promise.reject(new Error("not today")) }, name, {});
  }
}

/**
 * @param {string} name
 * @returns {import("@pulumi/pulumi").ResourceTransform}
 */
function renameFrom(name) {
  return ({ props, opts }) => ({ props, opts: { ...opts, aliases: [{ name }] } });
}

async function open() {
  const root = process.env["ENGINE_ROOT"];
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "shop", stackName: "test", program },
    {
      pulumiCommand: await PulumiCommand.get(root ? { root } : {}),
      stackSettings: { test: { config: { "certcentral:pollIntervalSeconds": "0.05" } } },
    },
  );
  // After a run the command would be asked three more times for what the tests read in the state file.
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  return stack;
}

const opened = open();

/**
 * The SDK's own way to the CLI, which its types do not show.
 *
 * @typedef {{ run: (args: string[], folder: string, environment: Record<string, string>, onOutput: (text: string) => void) => Promise<unknown> }} Runner
 * @param {import("@pulumi/pulumi/automation").Stack} stack
 */
function runnerOf({ workspace }) {
  return /** @type {Runner} */ (/** @type {unknown} */ (workspace.pulumiCommand));
}

/** @param {Order} order */
async function run(order) {
  /** @type {string[]} */
  const printed = [];
  try {
    const stack = await opened;
    certificates = order.certificates;
    const { envVars } = stack.workspace;
    if (order.now === undefined) delete envVars["CERTCENTRAL_NOW"];
    else envVars["CERTCENTRAL_NOW"] = order.now;
    if (order.forget === undefined) delete envVars["CERTCENTRAL_FORGET"];
    else envVars["CERTCENTRAL_FORGET"] = order.forget;
    for (const verb of order.verbs) {
      const onOutput = (/** @type {string} */ text) => void printed.push(text);
      if (Array.isArray(verb)) {
        const { workDir, envVars } = stack.workspace;
        const args = [...verb, "--stack", "test", "--non-interactive"];
        await runnerOf(stack).run(args, workDir, envVars, onOutput);
      } else if (verb === "cancel") await stack.cancel();
      else if (verb === "refresh") await stack.refresh({ onOutput, color: "never" });
      else await stack.up({ onOutput, color: "never", continueOnError: verb === "up-all" });
    }
    return { isGood: true, output: printed.join("") };
  } catch (error) {
    return { isGood: false, output: printed.join("") + String(error) };
  }
}

process.on("message", (/** @type {Order} */ order) => {
  void run(order).then((end) => process.send?.(end));
});
