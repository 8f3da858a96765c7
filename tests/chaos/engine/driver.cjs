// One or several of `up` (`up-all`: whatever fails) and `cancel`, of whatever certificates the environment names, in
// a process of its own.
const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");
const { Certificate } = require("pulumi-certcentral");

function program() {
  /** @type {unknown} */
  const given = JSON.parse(process.env["CERTIFICATES"] ?? "{}");
  const certificates = /** @type {Record<string, import("pulumi-certcentral").CertificateArgs>} */ (
    given
  );
  for (const [name, args] of Object.entries(certificates)) new Certificate(name, args);
  return Promise.resolve({});
}

/** @param {string} text */
const print = (text) => process.stdout.write(text);

async function main() {
  const root = process.env["ENGINE_ROOT"];
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "shop", stackName: "test", program },
    {
      pulumiCommand: await PulumiCommand.get(root ? { root } : {}),
      // Each process has a folder of its own, so what was set before is not there any more.
      stackSettings: { test: { config: { "certcentral:pollIntervalSeconds": "0.05" } } },
    },
  );
  // After a run the command would be asked three more times for what the tests read in the state file.
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  for (const verb of process.argv.slice(2)) {
    if (verb === "cancel") await stack.cancel();
    else await stack.up({ onOutput: print, color: "never", continueOnError: verb === "up-all" });
  }
}

main().then(
  () => process.exit(0),
  (/** @type {unknown} */ error) => {
    process.stderr.write(String(error));
    process.exit(1);
  },
);
