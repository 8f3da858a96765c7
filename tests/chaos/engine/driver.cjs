// One `pulumi up` or `cancel` of whatever certificates the environment names, in a process of its own.
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

async function main() {
  const root = process.env["ENGINE_ROOT"];
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "shop", stackName: "test", program },
    { pulumiCommand: await PulumiCommand.get(root ? { root } : {}) },
  );
  if (process.argv[2] === "cancel") await stack.cancel();
  else await stack.up({ onOutput: (text) => process.stdout.write(text), color: "never" });
}

main().then(
  () => process.exit(0),
  (/** @type {unknown} */ error) => {
    process.stderr.write(String(error));
    process.exit(1);
  },
);
