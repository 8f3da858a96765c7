/**
 * What a killed engine was doing stands in the state as pending. The next ones warn of it and tell a provider nothing: an
 * `up` that follows asks as if there were none, and so does each way in which people clear them. The imitation does the same.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";
import { join } from "node:path";

import { type Command, ModelEngine } from "../model/engine";
import type { Kill } from "../model/process";
import { Program } from "../model/program";
import { type CliStack, descendants, kill, openCliStack } from "../support/cli-stack";
import { makeKey } from "../support/csr";
import { isPlugin } from "../support/doors";

const clear = ["refresh", "--yes", "--skip-preview", "--clear-pending-creates"];
const takeOver = (urn: string, id: string): string[] => {
  const flag = "--import-pending-creates";
  return ["refresh", "--yes", "--skip-preview", flag, urn, flag, id];
};

let one: Emulator;
let other: Emulator;
let real: CliStack;
let model: ModelEngine;
let program: Program;

beforeEach(async () => {
  [one, other] = [await startEmulator(), await startEmulator()];
  real = openCliStack(one);
  model = new ModelEngine(other, join(__dirname, "..", "..", "dist"));
  program = new Program([await makeKey(), await makeKey()], "test");
  program.add("www", 0);
});

afterEach(async () => {
  real.close();
  model.close();
  for (const emulator of [one, other]) await emulator.close();
});

interface Checkpoint {
  checkpoint: {
    latest: {
      resources?: { urn: string; outputs?: Record<string, unknown> }[];
      pending_operations?: { type: string }[];
    };
  };
}

/** What is pending, once both worlds say the same of that, of what is stored and of what was asked. */
function pending(): string[] {
  const { latest } = (JSON.parse(real.stateText()) as Checkpoint).checkpoint;
  const stored = (latest.resources ?? []).filter(({ outputs }) => outputs?.["csr"] !== undefined);
  const asStored = model.resources(0).map(({ urn, outputs }) => [urn, outputs["certificateId"]]);
  expect(asStored).toEqual(stored.map(({ urn, outputs }) => [urn, outputs?.["certificateId"]]));
  const [mine = [], theirs] = [other, one].map(({ control }) =>
    control.requests().flatMap(({ method, path }) => (method === "GET" ? [] : [method, path])),
  );
  expect(mine).toEqual(theirs);
  const all = (latest.pending_operations ?? []).map(({ type }) => type);
  expect(model.pending(0).map(({ operation }) => operation)).toEqual(all);
  return all;
}

function play(command: Command, killed?: Kill): Promise<unknown> {
  real.certificates = Object.fromEntries(
    program.entries.map(({ name, inputs }) => [name, inputs as never]),
  );
  return model.run(0, command, { kill: killed });
}

const up = (): Command => ({ kind: "up", program: program.declared(), options: {} });

/** An `up` whose only call that changes anything has its effect, and whose engine saves nothing of it. */
async function upKilledAt(method: "POST" | "PUT"): Promise<string[]> {
  await play(up(), { exchange: 0, when: "unsaved" });
  one.control.failNext({ kind: "hold", method });
  const held = one.control.whenHeld();
  const run = real.start("up");
  await held;
  for (const { pid } of descendants(run.pid)) kill(pid);
  expect(await run.ended).toMatchObject({ isGood: false });
  one.control.setFaultRates({});
  return pending();
}

/** A command after it, once the lock is gone that the dead one left. */
async function goOn(verb: "up" | "refresh" | string[], command: Command): Promise<string[]> {
  await play(command);
  expect(await real.start("cancel", verb).ended).toMatchObject({ isGood: true });
  return pending();
}

const refresh: Command = { kind: "refresh" };
const forgetting: Command = { kind: "refresh", forgetsPending: true };

// How an engine keeps its state does not depend on the door, and the driver has the class of the dynamic provider alone.
(isPlugin ? test.skip : test)(
  "what was under way changes nothing of what is asked next, however people clear it",
  async () => {
    expect(await upKilledAt("POST")).toEqual(["creating"]);
    expect(await goOn("refresh", refresh)).toEqual(["creating"]);
    // Nothing is imported by it.
    expect(await goOn(takeOver(program.urnOf("www"), "112233001"), forgetting)).toEqual([]);
    expect(await goOn("up", up())).toEqual([]);

    program.change({ kind: "edit", stack: 0, which: 0, edit: { input: "product", product: 1 } });
    expect(await upKilledAt("POST")).toEqual(["creating"]);
    expect(await goOn("up", up())).toEqual(["creating"]);
    program.change({ kind: "edit", stack: 0, which: 0, edit: { input: "key", key: 1 } });
    expect(await upKilledAt("POST")).toEqual(["updating", "creating"]);
    expect(await goOn("refresh", refresh)).toEqual(["creating"]);
    expect(await goOn(clear, forgetting)).toEqual([]);
    expect(await goOn("up", up())).toEqual([]);

    program.change({ kind: "remove", stack: 0, which: 0 });
    expect(await upKilledAt("PUT")).toEqual(["deleting"]);
    expect(await goOn("up", up())).toEqual([]);
    expect((await one.control.orders()).map(({ status }) => status)).toHaveLength(2);
  },
);
