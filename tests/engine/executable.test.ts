/** The plugin as one program without a Node, on the real engine. */
import { execFileSync } from "node:child_process";
import { delimiter, join } from "node:path";

import { startEmulator } from "certcentral-emulator";

import { makeKey } from "../support/csr";
import { enginePath, hasYaml, openStack } from "../support/stack";

const repository = join(__dirname, "..", "..");
const folder = join(repository, "dist-plugin", "executable");
const yamlTest = hasYaml ? test : test.skip;

yamlTest("an order, nothing to do, and an end, by the executable", async () => {
  execFileSync("node", [join(repository, "tools", "executable.mjs")], { stdio: "pipe" });
  const emulator = await startEmulator();
  const { csr } = await makeKey();
  const properties = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr,
    organization: { id: 117483 },
  };
  const www = { type: "certcentral:Certificate", properties };
  const program = { resources: { www }, outputs: { chain: "${www.fullChainPem}" } };
  const PATH = [folder, enginePath].join(delimiter);
  const stack = await openStack(emulator, program, { PATH });
  try {
    const up = await stack.up();
    expect(up.failure).toBeUndefined();
    expect(up.output).toContain(`from $PATH at ${folder}`);
    expect(await stack.outputs()).toEqual({ chain: expect.stringContaining("BEGIN CERTIFICATE") });
    expect((await stack.preview()).output).toMatch(/2 unchanged/);
    // It says its version, which the engine holds against the one that a program's SDK asks for.
    stack.program = { resources: { www: { ...www, options: { version: "99.0.0" } } } };
    expect((await stack.preview()).output).toContain(
      "plugin certcentral is expected to have version >=99.0.0, but has",
    );
    const paid = emulator.control.requests().filter(({ charge }) => charge > 0);
    expect(paid).toHaveLength(1);
    expect((await stack.destroy()).failure).toBeUndefined();
  } finally {
    stack.close();
    await emulator.close();
  }
});
