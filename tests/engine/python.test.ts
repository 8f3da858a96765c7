/** Python on the real engine, with the SDK as it is published; and what the schema shows in Python and YAML. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { readExamples } from "../support/doc-examples";
import { hasPython, installPythonSdk, runPython } from "../support/python";
import { enginePath, engineRoot, hasYaml, openStack } from "../support/stack";

const repository = join(__dirname, "..", "..");
const example = join(repository, "examples", "python");
const pythonTest = hasPython ? test : test.skip;

let emulator: Emulator;
let folder: string;

beforeEach(async () => {
  emulator = await startEmulator();
  folder = mkdtempSync(join(tmpdir(), "certcentral-languages-"));
  copyFileSync(join(example, "www.example.com.csr"), join(folder, "shop.csr"));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

interface Done {
  changes: Record<string, number>;
  outputs: Record<string, unknown>;
}

/** Steps of a stack whose program is in a folder. */
async function runSteps(program: string, ...steps: string[]): Promise<Done[]> {
  const installed = installPythonSdk();
  const home = join(folder, "home");
  mkdirSync(home);
  const input = JSON.stringify({
    "certcentral:apiKey": emulator.apiKey,
    "certcentral:url": emulator.url,
  });
  const script = join(repository, "tests", "support", "run_python.py");
  const args = [script, program, engineRoot, home, ...steps];
  try {
    const options = { installed, input, cwd: folder };
    return JSON.parse(await runPython(args, options, { PATH: enginePath })) as Done[];
  } finally {
    rmSync(installed, { recursive: true, force: true });
  }
}

pythonTest("the example in Python, as it stands: an order, nothing to do, and an end", async () => {
  const [up, preview, destroy] = await runSteps(example, "up", "preview", "destroy");
  expect(up?.outputs).toMatchObject({
    order_id: 112233001,
    valid_until: expect.any(String),
    full_chain: expect.stringContaining("BEGIN CERTIFICATE"),
  });
  expect(preview?.changes).toEqual({ same: 2 });
  expect(destroy?.changes).toEqual({ delete: 2 });
});

pythonTest("what the schema shows in Python previews", async () => {
  const programs = [...readExamples("python")];
  for (const [name, text] of programs) {
    // Names are those of one program here, which orders each certificate once.
    const ofOne = text
      .replaceAll(/"(shop|example)",/g, `"${name}",`)
      .replaceAll("shop.example.com", `${name.toLowerCase()}.example.com`);
    writeFileSync(join(folder, `${name}.py`), ofOne);
  }
  const runs = programs.map(([name]) => `runpy.run_path("${join(folder, name)}.py")\n`);
  writeFileSync(join(folder, "__main__.py"), `import runpy\n${runs.join("")}`);
  const [preview] = await runSteps(folder, "preview");
  expect(preview?.changes).toEqual({ create: 7 });
  expect(emulator.control.requests()).toEqual([]);
});

(hasYaml ? test : test.skip)("what the schema shows in YAML previews", async () => {
  const stack = await openStack(emulator, {});
  try {
    for (const text of readExamples("yaml").values()) {
      writeFileSync(join(folder, "Pulumi.yaml"), `name: shop\nruntime: yaml\n${text}`);
      stack.program = folder;
      const { output, failure } = await stack.preview(false);
      expect(failure).toBeUndefined();
      expect(output).toMatch(/[23] to create/);
    }
  } finally {
    stack.close();
  }
  expect(emulator.control.requests()).toEqual([]);
});
