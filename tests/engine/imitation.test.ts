/**
 * The model of people (tests/model) stands on an imitation of the engine: what it asks of a provider, in which order,
 * and what it saves. Drawn sequences are played on both, and compared after each command.
 * `IMITATION_RUNS` and `IMITATION_SEED` make a long run of it, `CERTCENTRAL_DOOR=plugin` plays it through the plugin, from YAML.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";
import fc from "fast-check";
import { join } from "node:path";

import { actsOf } from "../model/acts";
import { ModelEngine, type Stored } from "../model/engine";
import type { Properties } from "../model/process";
import { Program } from "../model/program";
import { World } from "../model/world";
import { openCliStack } from "../support/cli-stack";
import { makeKey, type TestKey } from "../support/csr";
import { isPlugin } from "../support/doors";
import { bundlePlugin } from "../support/plugin-build";
import { RealEngine } from "../support/real-engine";

const runs = Number(process.env["IMITATION_RUNS"] ?? 4);
const seed = Number(process.env["IMITATION_SEED"] ?? 1);

/** What must be the same in both worlds. */
function essentials(resources: readonly Stored[]): unknown {
  return resources
    .map(({ urn, id, inputs, outputs, hasInitErrors, asksFirst = false, isPendingDelete }) => ({
      urn,
      id,
      hasInitErrors,
      asksFirst,
      isPendingDelete,
      order: outputs["orderId"],
      certificate: outputs["certificateId"],
      owned: outputs["__held"],
      awaited: outputs["__awaited"],
      plan: (inputs["issuance"] as Properties | undefined)?.["action"],
      names: inputs["dnsNames"],
    }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

const callsOf = ({ control }: Emulator): string[] =>
  control
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);

let keys: TestKey[];
let build = join(__dirname, "..", "..", "dist");

beforeAll(async () => {
  if (isPlugin) build = bundlePlugin();
  keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
});

// With `--continue-on-error` the SDK rejects what fails to register in this very process, which jest takes for failures.
const without = [
  "kill",
  "key",
  "provider",
  "continueOnError",
  "dependent",
  "skipped",
  "turns",
  "preview",
  "rename stack",
];
const act = actsOf({ without });

test(`the imitation does as the engine does: ${runs} sequences, seed ${seed}`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 10 }), async (acts) => {
      const emulators = await Promise.all(
        [0, 1].map(() =>
          startEmulator({ frozen: true, rateLimits: false, balance: 1e9, faultRates: {} }),
        ),
      );
      const [one, other] = emulators;
      if (one === undefined || other === undefined) throw new Error("two emulators");
      const real = await RealEngine.open(one);
      const model = new ModelEngine(other, build);
      try {
        // Harm is the model's own test: here the two are only compared.
        const worlds = [new World(one, keys, real, []), new World(other, keys, model, [])];
        for (const [at, played] of acts.entries()) {
          for (const world of worlds) await world.play(played);
          for (const index of [0, 1] as const) {
            expect({ at, played, is: essentials(model.resources(index)) }).toEqual({
              at,
              played,
              is: essentials(real.resources(index)),
            });
          }
          expect(callsOf(other)).toEqual(callsOf(one));
        }
      } finally {
        real.close();
        model.close();
        for (const emulator of emulators) await emulator.close();
      }
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
}, 3_600_000);

const notToday = {
  kind: "reply",
  method: "POST",
  path: "/reissue$",
  status: 400,
  body: { errors: [{ code: "invalid_csr", message: "Not today." }] },
} as const;

// The driver is a process of its own, and has the class of the dynamic provider alone.
(isPlugin ? test.skip : test)(
  "what depends on what fails is never registered, and its end is asked for under the name in the state",
  async () => {
    const [one, other] = [await startEmulator(), await startEmulator()];
    const real = openCliStack(one);
    const model = new ModelEngine(other, build);
    const program = new Program(keys, "test");
    program.add("before", 0);
    program.add("www", 1);
    const up = async (verb: "up" | "up-all"): Promise<string[]> => {
      const [first, ...others] = program.entries;
      real.certificates = Object.fromEntries(
        [first, ...others].map((entry) => {
          const { name = "", alias, inputs } = entry ?? {};
          const dependsOn = entry === first ? {} : { dependsOn: "before" };
          return [name, { ...inputs, alias, ...dependsOn } as never];
        }),
      );
      const { output } = await real.start(verb).ended;
      const options = { dependent: true, continueOnError: verb === "up-all" };
      const command = { kind: "up", program: program.declared(), options } as const;
      const { steps } = await model.run(0, command, {});
      expect(callsOf(other)).toEqual(callsOf(one));
      const outputs = Object.entries(real.outputs()).filter(([, { orderId }]) => orderId);
      expect(
        model.resources(0).map(({ urn, outputs: { certificateId } }) => [urn, certificateId]),
      ).toEqual(outputs.map(([name, { certificateId }]) => [program.urnOf(name), certificateId]));
      const ended = steps.filter(({ step }) => step === "delete").map(({ urn }) => urn);
      expect(output.includes("**deleting failed")).toBe(ended.length > 0);
      return ended;
    };
    const fail = (): void => {
      for (const { control } of [one, other]) control.failNext(notToday);
    };
    try {
      expect(await up("up")).toEqual([]);
      program.change({ kind: "edit", stack: 0, which: 0, edit: { input: "key", key: 2 } });
      fail();
      const refused = [program.urnOf("www")];
      expect(await up("up-all")).toEqual(refused);
      program.change({ kind: "rename", stack: 0, which: 1, alias: true });
      fail();
      expect(await up("up-all")).toEqual(refused);
      expect(await up("up-all")).toEqual([]);
    } finally {
      real.close();
      model.close();
      for (const emulator of [one, other]) await emulator.close();
    }
  },
);
