/** The plugin's SDK for Node, as it is published: compiled, with its manifest beside it. */
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";

import type {
  CustomResource,
  CustomResourceOptions,
  Output,
  ProviderResource,
} from "@pulumi/pulumi";

const repository = join(__dirname, "..", "..");
const sdk = join(repository, "dist-plugin", "sdk", "nodejs");

/** Whether there is one: it is made by a Go program. */
export const hasNodeSdk = existsSync(sdk);

/** What tests use of it. */
export interface NodeSdk {
  Provider: new (name: string, args: object) => ProviderResource;
  Certificate: new (
    name: string,
    args: object,
    options?: CustomResourceOptions,
  ) => CustomResource & { orderId: Output<number> };
}

let compiled: string | undefined;

/** Compiles it once for each test file, in a folder of the file's own, since files are run at once. */
export async function loadNodeSdk(): Promise<NodeSdk> {
  if (compiled === undefined) {
    compiled = join(sdk, `bin-${process.pid}`);
    const tsc = join(repository, "node_modules", ".bin", "tsc");
    execFileSync(tsc, ["--skipLibCheck", "--outDir", compiled], { cwd: sdk });
    copyFileSync(join(sdk, "package.json"), join(compiled, "package.json"));
  }
  return (await import(join(compiled, "index.js"))) as NodeSdk;
}
