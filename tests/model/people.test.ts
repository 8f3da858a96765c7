/**
 * People are as hostile as networks: drawn sequences of what they do to stacks, in the console and to
 * processes, against the provider as its contract shows it. `MODEL_RUNS` and `MODEL_SEED` make a long run of it,
 * `MODEL_BUILD` plays against the build of another commit; `MODEL_SOUGHT` ("in use revoked,paid twice") says for what
 * harm, `MODEL_WITHOUT` ("fault,kill,key,console,edit,replace") what is not played, so that one fault does not hide the next.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "certcentral-emulator";
import fc from "fast-check";

import { Counts } from "../support/counts";
import { makeKey, type TestKey } from "../support/csr";
import { isPlugin } from "../support/doors";
import { bundlePlugin } from "../support/plugin-build";
import { usualOptions } from "./account";
import { actsOf } from "./acts";
import { ModelEngine } from "./engine";
import { World } from "./world";

const runs = Number(process.env["MODEL_RUNS"] ?? (isPlugin ? 40 : 170));
const path = process.env["MODEL_PATH"];
const seed = Number(process.env["MODEL_SEED"] ?? 1);
const older = process.env["MODEL_BUILD"];
let build = older ?? join(__dirname, "..", "..", "dist");

const sought = process.env["MODEL_SOUGHT"]?.split(",");
const without = process.env["MODEL_WITHOUT"]?.split(",") ?? [];

let keys: TestKey[];
let emulator: Emulator;

beforeAll(async () => {
  keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
  emulator = await startEmulator({ frozen: true, rateLimits: false, balance: 1e9 });
  if (isPlugin) build = bundlePlugin();
});

afterAll(async () => {
  await emulator.close();
  if (isPlugin) rmSync(build, { recursive: true, force: true });
});

const act = actsOf({
  without: [...without, ...(older === undefined ? [] : ["trigger", "turns"])],
});

test(
  `${runs} sequences, seed ${seed}`,
  async () => {
    const total = { acts: 0, calls: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(act, { minLength: 2, maxLength: 24 }),
        async (approval, played) => {
          const engine = new ModelEngine(emulator, build);
          const world = new World(emulator, keys, engine, sought);
          emulator.control.configure({ ...usualOptions, issuance: "immediate" });
          emulator.control.configure({ approval: approval ? "one-step" : "none" });
          try {
            for (const one of played) await world.play(one);
            // What harm an older build does is looked for, not whether it says how to go on.
            if (older === undefined) await world.comeToRest();
          } finally {
            engine.close();
          }
          total.acts += played.length;
          total.calls += world.commands;
        },
      ),
      {
        numRuns: runs,
        seed,
        ...(path !== undefined && { path }),
        endOnFailure: process.env["MODEL_SHRINK"] === "no",
      },
    );
    if (older !== undefined) return;
    const isLong = process.env["MODEL_RUNS"] !== undefined;
    const counts = new Counts(`people${isPlugin ? "-plugin" : ""}${isLong ? "-long" : ""}`);
    const row = `${runs} sequences, seed ${seed}`;
    counts.set(row, "acts of people, consoles and networks", total.acts);
    // Two calls at once are met by a kill in either order, so the last digits differ from run to run.
    const round = isPlugin ? 100 : 250;
    const calls = Math.floor(total.calls / round) * round;
    counts.set(row, "`up`s, refreshes and destroys, at least", calls);
    counts.set(row, "harm, second bills, dead ends", 0);
    if (isLong) counts.keep();
    else counts.compareWithPage();
  },
  4 * 3_600_000,
);
