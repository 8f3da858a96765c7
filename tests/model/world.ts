/** People and their stacks against one CertCentral: what they may do, played one act after another (`judge.ts` has what must hold). */
import type { Emulator } from "certcentral-emulator";

import type { TestKey } from "../support/csr";
import { otherAccount, usualOptions } from "./account";
import { type Act, choose, type Choosing } from "./act";
import { Console } from "./console";
import {
  type Choice,
  type Command,
  type Engine,
  otherOf,
  type RunResult,
  type StackIndex,
  type UpOptions,
} from "./engine";
import { Broken } from "./breach";
import { stackIndexes } from "./in-use";
import { Judge } from "./judge";
import type { Kill } from "./process";
import { ordersIn } from "./orders";
import { Program } from "./program";

const firstDay = "2026-02-24T12:00:00Z";

export class World {
  readonly judge: Judge;
  readonly #console: Console;
  readonly #programs: readonly [Program, Program];
  readonly #backups: unknown[][] = [[], []];
  #apiKey: string | undefined;
  /** Runs of the engine so far. */
  commands = 0;

  constructor(
    readonly emulator: Emulator,
    readonly keys: readonly TestKey[],
    readonly engine: Engine,
    sought?: readonly string[],
  ) {
    emulator.control.reset();
    emulator.control.setClock(firstDay);
    emulator.control.addKey(otherAccount.key, otherAccount.id);
    this.judge = new Judge(emulator, keys, engine, sought);
    this.#console = new Console(emulator, keys, this.judge);
    this.#programs = [new Program(keys, "stack0"), new Program(keys, "stack1")];
    this.#programs[0].add("www", 0);
  }

  /** @returns whether the act could be played */
  async play(act: Act): Promise<boolean> {
    const { control } = this.emulator;
    switch (act.kind) {
      case "up": {
        const { wasKilled } = await this.#up(act);
        if (wasKilled && act.takesIn === true) await this.#takeIn(act.stack);
        return true;
      }
      case "preview": {
        const program = this.#programs[act.stack].declaredWithUnknown(act.unknown);
        await this.#run(act.stack, undefined, { kind: "preview", program });
        return true;
      }
      case "refresh":
        await this.#run(act.stack, act.kill, { kind: "refresh", ...this.#chooseStored(act) });
        return true;
      case "destroy":
        await this.#destroy(act);
        return true;
      case "console":
        return this.#console.play(act.order, act.deed);
      case "settings": {
        const approval = act.approval ? "one-step" : "none";
        const issuance = act.delayed ? "delayed" : "immediate";
        control.configure({ approval, issuance, issuanceDelaySeconds: 9e9 });
        return true;
      }
      case "option":
        control.configure(act.option);
        return true;
      case "key":
        this.#giveKey(act.key);
        return true;
      case "fault":
        control.failNext(act.fault);
        return true;
      case "days":
        control.advance({ days: act.days });
        return true;
      case "adopt": {
        const entry = this.#programs[act.stack].entries[act.which];
        const order = (await control.orders())[act.order];
        if (entry === undefined || order === undefined) return false;
        entry.inputs["adoptOrderId"] = order.id;
        entry.inputs["product"] = order.product;
        return true;
      }
      case "lose state":
        await this.judge.loseSight(act.stack);
        await this.engine.restore(act.stack);
        return true;
      case "old state": {
        const backups = this.#backups[act.stack] ?? [];
        const old = backups.at(-1 - (act.back % Math.max(backups.length, 1)));
        if (old === undefined) return false;
        await this.judge.loseSight(act.stack);
        await this.engine.restore(act.stack, old);
        return true;
      }
      case "state delete":
        return this.#deleteFromState(act);
      case "move":
        return this.#move(act);
      case "rename stack": {
        const program = this.#programs[act.stack];
        const before = program.stackName;
        program.stackName = before.endsWith("b") ? before.slice(0, -1) : `${before}b`;
        await this.engine.rename(act.stack, before, program.stackName);
        // A state of another stack's name is not taken in.
        this.#backups[act.stack] = [];
        return true;
      }
      default:
        await this.judge.loseSight();
        return this.#programs[act.stack].change(act);
    }
  }

  #giveKey(key: "seeing" | "blind" | "other account's"): void {
    this.judge.isBlind = key !== "seeing";
    this.emulator.control.configure({ ordersShown: key === "blind" ? "none" : "all" });
    this.#apiKey = key === "other account's" ? otherAccount.key : undefined;
  }

  /** The quiet end: people approve, faults are over, each refusal's way out is gone. */
  async comeToRest(): Promise<void> {
    const { control } = this.emulator;
    control.setFaultRates({});
    this.#giveKey("seeing");
    control.configure(usualOptions);
    for (const stack of stackIndexes) {
      let last = "";
      let isQuiet = false;
      for (let run = 0; run < 12 && !isQuiet; run++) {
        await this.#console.approveAll();
        const before = control.requests().length;
        const toldBefore = this.judge.told.length;
        const result = await this.#up({ kind: "up", stack });
        last = result.errors.join(" | ");
        await this.#followWayOut(last, stack);
        // Rows say it too.
        if (this.judge.told.slice(toldBefore).some((words) => words.includes("pulumi refresh"))) {
          // A doubt ends a quarter of an hour later.
          control.advance({ minutes: 16 });
          const { forget } = this.judge;
          await this.play({ kind: "refresh", stack });
          // Who follows two ways out says it in front of both commands.
          this.judge.forget = forget;
        }
        const didNothing = result.steps.every(({ step }) => step === "same");
        isQuiet = last === "" && didNothing && control.requests().length === before;
      }
      if (!isQuiet) throw new Broken(`never quiet: ${last}`);
    }
    await this.judge.judgeLost();
    await this.judge.judgeCovered();
  }

  async #up(act: Extract<Act, { kind: "up" }>): Promise<RunResult> {
    const declared = this.#programs[act.stack].declared();
    const pick = (which: number): string | undefined =>
      declared.at(which % Math.max(declared.length, 1))?.urn;
    const first = (act.first ?? 0) % Math.max(declared.length, 1);
    const program = [...declared.slice(first), ...declared.slice(0, first)];
    const known = this.engine.resources(act.stack).map(({ urn }) => urn);
    const options: UpOptions = {
      ...choose(
        act,
        declared.map(({ urn }) => urn),
      ),
      continueOnError: act.continueOnError,
      dependent: act.dependent,
      // The engine refuses to replace what the state does not have.
      forceReplace: act.replace
        ? program.map(({ urn }) => urn).filter((urn) => known.includes(urn))
        : undefined,
      skipped: act.skipped === undefined ? undefined : pick(act.skipped),
      refresh: act.refresh,
      turns: act.turns,
    };
    return this.#run(act.stack, act.kill, { kind: "up", program, options });
  }

  async #destroy(act: Extract<Act, { kind: "destroy" }>): Promise<void> {
    const program = act.runProgram ? this.#programs[act.stack].declared() : undefined;
    const chosen = { ...this.#chooseStored(act), refresh: act.refresh, program };
    await this.#run(act.stack, act.kill, { kind: "destroy", ...chosen });
  }

  #chooseStored(act: Choosing & { stack: StackIndex }): Choice {
    return choose(
      act,
      this.engine.resources(act.stack).map(({ urn }) => urn),
    );
  }

  /** @returns whether there was something to delete, of which there is one */
  async #deleteFromState({ stack, which }: Extract<Act, { kind: "state delete" }>) {
    const resources = this.engine.resources(stack);
    const one = resources[which % Math.max(resources.length, 1)];
    if (one === undefined || resources.filter(({ urn }) => urn === one.urn).length > 1)
      return false;
    await this.engine.remove(stack, one);
    await this.judge.loseSight();
    return true;
  }

  /** As the newest order that no state has, if there is one. */
  async #takeIn(stack: StackIndex): Promise<void> {
    const held = stackIndexes.flatMap((index) =>
      this.engine.resources(index).flatMap(({ outputs }) => ordersIn(outputs)),
    );
    const orders = await this.emulator.control.orders();
    const order = orders.findLast(({ id }) => !held.includes(id));
    if (order === undefined || !(await this.engine.takeIn(stack, order.id))) return;
    await this.judge.loseSight();
  }

  /** @returns whether there was something to move, and room for it */
  async #move({ stack, which, declared }: Extract<Act, { kind: "move" }>): Promise<boolean> {
    const [from, to] = [this.#programs[stack], this.#programs[otherOf(stack)]];
    const resources = this.engine.resources(stack);
    const moved = resources[which % Math.max(resources.length, 1)];
    // While its order waits, what is issued belongs to whoever asks for it in either program: see "What a destroy leaves".
    if (moved === undefined) return false;
    const { __awaited: awaited, __doubt: doubt } = moved.outputs;
    if (!declared && (awaited !== undefined || doubt !== undefined)) return false;
    const name = moved.urn.split("::").at(-1) ?? "";
    const isTaken = this.engine.resources(otherOf(stack)).some(({ urn }) => urn === to.urnOf(name));
    if (isTaken || resources.some(({ isPendingDelete }) => isPendingDelete)) return false;
    if (declared && !from.move(name, to)) return false;
    await this.engine.move(stack, moved.urn, to.urnOf(name));
    // An older state would have it twice.
    for (const backups of this.#backups) backups.length = 0;
    await this.judge.loseSight();
    return true;
  }

  /** A command, and what must hold after it. */
  async #run(index: StackIndex, kill: Kill | undefined, command: Command): Promise<RunResult> {
    this.commands++;
    const { judge } = this;
    const declared = this.#programs[index].declared();
    const before = await judge.remember(index, command, declared);
    const circumstances = { kill, apiKey: this.#apiKey, forget: judge.forget };
    const result = await this.engine.run(index, command, circumstances);
    await judge.judge(index, command, before, result);
    (this.#backups[index] ?? []).push(await this.engine.snapshot(index));
    judge.forget = undefined;
    return result;
  }

  /** The way out that a refusal names first; in turn those that lead on. */
  async #followWayOut(errors: string, stack: StackIndex): Promise<void> {
    if (/its state holds no order|code must be a string/.test(errors)) {
      const unread = this.engine.resources(stack).filter(({ outputs }) => !("csr" in outputs));
      for (const one of unread) await this.engine.remove(stack, one);
    }
    const named = [...errors.matchAll(/CERTCENTRAL_FORGET=([\w,]+)/g)].map(([, ids]) => ids);
    this.judge.forget = [...new Set(named)].join(",") || undefined;
    // Who says so knows what goes.
    for (const id of this.judge.forget?.split(",") ?? []) this.judge.given.add(Number(id));
    const program = this.#programs[stack].entries;
    if (errors.includes("(CC308)")) program.pop();
    if (/adoptOrderId out|remove adoptOrderId|Correct adoptOrderId/.test(errors)) {
      const adopting = program.filter(({ inputs }) => inputs["adoptOrderId"] !== undefined);
      for (const { inputs } of adopting) delete inputs["adoptOrderId"];
      const user = /is used by \S+::(\w+) of this program/.exec(errors)?.[1];
      const other = program.findIndex(({ name }) => name === user);
      if (adopting.length === 0 && other !== -1) program.splice(other, 1);
    }
    const lacking = /the program lacks ([\w., ]+?),? and a reissue/.exec(errors)?.[1];
    for (const { inputs } of lacking === undefined ? [] : program) {
      if (inputs["adoptOrderId"] === undefined) continue;
      const added = lacking?.split(/, | and /) ?? [];
      inputs["dnsNames"] = [...(inputs["dnsNames"] as string[]), ...added];
    }
    if (errors.includes("deleteBeforeReplace")) {
      for (const entry of program) entry.deleteBeforeReplace = false;
    }
  }
}
