/**
 * People and their stacks against one CertCentral: what they may do, played one act after another, and what
 * must hold after each. What is expected is kept by the world itself, from what it did and from what the
 * emulator says; outputs are judged by it, and never believed.
 */
import { X509Certificate } from "node:crypto";
import type { Emulator, Fault, OrderFacts } from "certcentral-emulator";

import { daysBetween } from "../../provider/calendar";
import type { TestKey } from "../support/csr";
import type { Command, Declared, Engine, RunResult, StackIndex, Stored, UpOptions } from "./engine";
import type { Kill, Properties } from "./process";

/** One act of a person, or of fate. Numbers choose among what is there, so that sequences shrink. */
export type Act =
  | {
      kind: "up";
      stack: StackIndex;
      kill?: Kill | undefined;
      continueOnError?: boolean;
      replace?: boolean;
      only?: number | undefined;
    }
  | { kind: "refresh"; stack: StackIndex; kill?: Kill | undefined }
  | { kind: "destroy"; stack: StackIndex; kill?: Kill | undefined; only?: number | undefined }
  | { kind: "rename"; stack: StackIndex; which: number; alias: boolean }
  | { kind: "declare"; stack: StackIndex; name: number; key: number; provider?: number | undefined }
  | { kind: "remove"; stack: StackIndex; which: number }
  | { kind: "edit"; stack: StackIndex; which: number; edit: Edit }
  | { kind: "adopt"; stack: StackIndex; which: number; order: number }
  | { kind: "lose state"; stack: StackIndex }
  | { kind: "old state"; stack: StackIndex; back: number }
  | { kind: "console"; order: number; deed: Deed }
  | { kind: "settings"; approval: boolean; delayed: boolean }
  | { kind: "fault"; fault: Fault }
  /** The key is exchanged for one that sees no order, or all. */
  | { kind: "key"; isBlind: boolean }
  | { kind: "days"; days: number };

export type Edit =
  | { input: "key"; key: number }
  | { input: "names"; names: number }
  | { input: "product"; product: number }
  | { input: "onDelete"; keep: boolean }
  | { input: "trigger"; text: number }
  | { input: "waitFor"; placed: boolean }
  | { input: "deleteBeforeReplace"; isSet: boolean };

export type Deed = "approve" | "reject" | "reissue" | "add name" | "revoke" | "cancel" | "renew";

const names = ["www", "web", "api"] as const;
const dnsNames = [["example.com"], [], ["example.com", "n.example.com"]];
const products = ["ssl_multi_domain", "ssl_plus"];
const firstDay = "2026-02-24T12:00:00Z";

/** What the world knows of a program's entry: the inputs as a person would write them. */
interface Entry {
  name: string;
  alias?: string;
  inputs: Properties;
  deleteBeforeReplace: boolean;
  provider?: number | undefined;
}

export class Broken extends Error {}

/** What must not happen. */
export type Breach =
  | "unannounced"
  | "paid twice"
  | "in use revoked"
  | "a person's revoked"
  | "wrong key"
  | "lost"
  | "secret";

const stackIndexes = [0, 1] as const;

/** A certificate in a resource's outputs. */
interface Use {
  id: number;
  stack: StackIndex;
  urn: string;
}

export class World {
  readonly #programs: Entry[][] = [[], []];
  readonly #backups: unknown[][] = [[], []];
  /** Certificates that a person asked for in the console. */
  readonly #persons = new Set<number>();
  /** Certificates that people took away themselves, in the console or by a program that says so. */
  readonly #given = new Set<number>();
  /** All that was said, ever: what names an order is told. */
  readonly #told: string[] = [];
  /** Orders that a state has, or had until the provider itself let go of it. */
  readonly #known = new Set<number>();
  /** Orders that a person's own act took out of reach: a lost state, a resource taken away before it knew its order. */
  readonly #outOfReach = new Set<number>();
  #isBlind = false;
  /** Runs of the engine so far. */
  commands = 0;
  #forget: string | undefined;

  constructor(
    readonly emulator: Emulator,
    readonly keys: readonly TestKey[],
    readonly engine: Engine,
    /** What is looked for in an older build, which does much else; undefined: everything. */
    readonly sought?: readonly string[],
  ) {
    emulator.control.reset();
    emulator.control.setClock(firstDay);
    this.#programs[0]?.push(this.#entry("www", 0));
  }

  /** @returns whether the act could be played */
  async play(act: Act): Promise<boolean> {
    switch (act.kind) {
      case "up":
        return this.#up(act);
      case "refresh":
        await this.#run(act.stack, act.kill, { kind: "refresh" });
        return true;
      case "destroy":
        return this.#destroy(act);
      case "console":
        return this.#console(act.order, act.deed);
      case "settings": {
        const approval = act.approval ? "one-step" : "none";
        const issuance = act.delayed ? "delayed" : "immediate";
        this.emulator.control.configure({ approval, issuance, issuanceDelaySeconds: 9e9 });
        return true;
      }
      case "key":
        this.#isBlind = act.isBlind;
        this.emulator.control.configure({ ordersShown: act.isBlind ? "none" : "all" });
        return true;
      case "fault":
        this.emulator.control.failNext(act.fault);
        return true;
      case "days":
        this.emulator.control.advance({ days: act.days });
        return true;
      case "adopt": {
        const entry = this.#programs[act.stack]?.[act.which];
        const orders = await this.emulator.control.orders();
        const order = orders[act.order];
        if (entry === undefined || order === undefined) return false;
        entry.inputs["adoptOrderId"] = order.id;
        entry.inputs["product"] = order.product;
        return true;
      }
      case "lose state":
        await this.#loseSight(act.stack);
        await this.engine.restore(act.stack);
        return true;
      case "old state": {
        const backups = this.#backups[act.stack] ?? [];
        const old = backups.at(-1 - (act.back % Math.max(backups.length, 1)));
        if (old === undefined) return false;
        await this.#loseSight(act.stack);
        await this.engine.restore(act.stack, old);
        return true;
      }
      default:
        await this.#loseSight();
        return this.#changeProgram(act);
    }
  }

  /** What no state holds may not be found again once a person has changed program or state. */
  async #loseSight(lost?: StackIndex): Promise<void> {
    const held = new Set(
      stackIndexes.flatMap((index) =>
        index === lost
          ? []
          : this.engine.resources(index).flatMap(({ outputs }) => ordersIn(outputs)),
      ),
    );
    for (const { id } of await this.emulator.control.orders()) {
      if (held.has(id)) continue;
      this.#outOfReach.add(id);
      this.#known.delete(id);
    }
  }

  /** The quiet end: people approve, faults are over, each refusal's way out is gone. */
  async comeToRest(): Promise<void> {
    const { control } = this.emulator;
    control.setFaultRates({});
    this.#isBlind = false;
    control.configure({ ordersShown: "all" });
    for (const stack of [0, 1] as const) {
      let last = "";
      let isQuiet = false;
      for (let run = 0; run < 12 && !isQuiet; run++) {
        await this.#approveAll();
        const before = control.requests().length;
        const toldBefore = this.#told.length;
        const result = await this.#up({ kind: "up", stack }, true);
        last = result.errors.join(" | ");
        this.#followWayOut(last, stack);
        // Rows say it too.
        if (this.#told.slice(toldBefore).some((words) => words.includes("pulumi refresh"))) {
          // A doubt ends a quarter of an hour later.
          control.advance({ minutes: 16 });
          await this.play({ kind: "refresh", stack });
        }
        const didNothing = result.steps.every(({ step }) => step === "same");
        isQuiet = last === "" && didNothing && control.requests().length === before;
      }
      if (!isQuiet) throw new Broken(`never quiet: ${last}`);
    }
    await this.#judgeLost();
  }

  // Programs

  #entry(name: string, key: number, change: Properties = {}): Entry {
    const inputs = {
      product: products[0],
      commonName: "www.example.com",
      dnsNames: dnsNames[0],
      csr: this.keys[key % this.keys.length]?.csr,
      organization: { id: 117483 },
      issuanceTimeoutMinutes: 0.0002,
      ...change,
    };
    return { name, inputs, deleteBeforeReplace: false };
  }

  #changeProgram(act: Act): boolean {
    if (!("stack" in act)) return false;
    const program = this.#programs[act.stack] ?? [];
    if (act.kind === "declare") {
      const name = names[act.name % names.length] ?? "www";
      if (program.some((one) => one.name === name)) return false;
      program.push({ ...this.#entry(name, act.key), provider: act.provider });
      return true;
    }
    if (!("which" in act)) return false;
    const entry = program[act.which % Math.max(program.length, 1)];
    if (entry === undefined) return false;
    if (act.kind === "remove") {
      program.splice(program.indexOf(entry), 1);
      return true;
    }
    if (act.kind === "rename") {
      const name = names.find((one) => !program.some((other) => other.name === one));
      if (name === undefined) return false;
      if (act.alias) entry.alias = entry.name;
      else delete entry.alias;
      entry.name = name;
      return true;
    }
    if (act.kind === "edit") {
      this.#edit(entry, act.edit);
      return true;
    }
    return false;
  }

  #edit(entry: Entry, edit: Edit): void {
    const { inputs } = entry;
    if (edit.input === "key") inputs["csr"] = this.keys[edit.key % this.keys.length]?.csr;
    if (edit.input === "names") inputs["dnsNames"] = dnsNames[edit.names % dnsNames.length];
    if (edit.input === "product") inputs["product"] = products[edit.product % products.length];
    if (edit.input === "onDelete") inputs["onDelete"] = edit.keep ? "keep" : "revoke";
    if (edit.input === "trigger") inputs["reissueTrigger"] = String(edit.text);
    if (edit.input === "waitFor") inputs["waitFor"] = edit.placed ? "placed" : "issued";
    if (edit.input === "deleteBeforeReplace") entry.deleteBeforeReplace = edit.isSet;
    if (inputs["product"] === "ssl_plus" && edit.input !== "names")
      inputs["dnsNames"] = ["example.com"];
    if (inputs["product"] === "ssl_plus" && edit.input === "names") inputs["product"] = products[0];
  }

  #declared(stack: StackIndex): Declared[] {
    const program = this.#programs[stack] ?? [];
    return program.map(({ name, alias, inputs, deleteBeforeReplace, provider }) => ({
      urn: urnOf(stack, name),
      alias: alias === undefined ? undefined : urnOf(stack, alias),
      deleteBeforeReplace,
      provider,
      inputs: {
        ...inputs,
        __urn: urnOf(stack, name),
        __organization: "organization",
        __provider: "",
      },
    }));
  }

  // Commands

  async #up(act: Extract<Act, { kind: "up" }>): Promise<boolean>;
  async #up(act: Extract<Act, { kind: "up" }>, whole: true): Promise<RunResult>;
  async #up(act: Extract<Act, { kind: "up" }>, whole?: true): Promise<boolean | RunResult> {
    const program = this.#declared(act.stack);
    const pick = (which: number): string[] => {
      const one = program[which % Math.max(program.length, 1)];
      return one === undefined ? [] : [one.urn];
    };
    const known = this.engine.resources(act.stack).map(({ urn }) => urn);
    const options: UpOptions = {
      continueOnError: act.continueOnError,
      // The engine refuses to replace what the state does not have.
      forceReplace: act.replace
        ? program.map(({ urn }) => urn).filter((urn) => known.includes(urn))
        : undefined,
      targets: act.only === undefined ? undefined : pick(act.only),
    };
    const result = await this.#run(act.stack, act.kill, { kind: "up", program, options });
    return whole ? result : true;
  }

  async #destroy(act: Extract<Act, { kind: "destroy" }>): Promise<boolean> {
    const resources = this.engine.resources(act.stack);
    const one = resources[(act.only ?? 0) % Math.max(resources.length, 1)];
    const targets = act.only === undefined || one === undefined ? undefined : [one.urn];
    await this.#run(act.stack, act.kill, { kind: "destroy", targets });
    return true;
  }

  /** A command, and what must hold after it. */
  async #run(index: StackIndex, kill: Kill | undefined, command: Command): Promise<RunResult> {
    this.commands++;
    const before = await this.#facts();
    const inUse = this.#inUse();
    const resources = this.engine.resources(index);
    const declared = this.#declared(index).flatMap(({ urn, alias }) => [urn, alias]);
    // What the person ends: what was named, or everything, or what is no longer in the program.
    const isEnded = (urn: string): boolean =>
      command.kind === "destroy"
        ? (command.targets?.includes(urn) ?? true)
        : command.kind === "up" && !declared.includes(urn);
    const ended = new Set(resources.map(({ urn }) => urn).filter(isEnded));
    const owned = resources.flatMap(({ urn, outputs }) =>
      ordersIn(outputs).map((order) => ({ urn, order })),
    );
    const result = await this.engine.run(index, command, { kill, forget: this.#forget });
    this.#told.push(...result.said, ...result.errors);
    await this.#judge(index, { before, inUse, ended, owned, result });
    (this.#backups[index] ?? []).push(await this.engine.snapshot(index));
    this.#forget = undefined;
    return result;
  }

  // Invariants

  async #judge(
    index: StackIndex,
    run: {
      before: Map<number, OrderFacts>;
      inUse: readonly Use[];
      /** What the command ends because the person says so. */
      ended: ReadonlySet<string>;
      /** Which resource had which order. */
      owned: readonly { urn: string; order: number }[];
      result: RunResult;
    },
  ): Promise<void> {
    const { before, inUse, result } = run;
    const { apiKey } = this.emulator;
    const after = await this.#facts();
    const placed = [...after.values()].filter(({ id }) => !before.has(id));
    const paidPlans = [...result.plans.values()].filter(
      ({ action }) => action === "order" || action === "renew",
    );
    if (placed.length > paidPlans.length) {
      this.#breach(
        "unannounced",
        `${placed.length} orders paid for, ${paidPlans.length} announced`,
      );
    }
    // Killed before its id was saved, an order of a key that does not see it is found by nobody but a person.
    if (result.wasKilled && this.#isBlind) for (const { id } of placed) this.#outOfReach.add(id);
    const isReplacement = result.steps.some(({ step }) => step === "replace");
    for (const order of placed) this.#judgePaid(order, before, isReplacement);
    // A plan that takes a name away has said that CertCentral revokes what is in use, also where its run is killed.
    const warned = [...result.plans.values()].filter(({ warning }) => warning !== undefined);
    const spent = new Set(warned.map(({ reference }) => String(reference)));
    for (const order of after.values()) {
      if (!spent.has(rootOf(order))) continue;
      for (const { id } of order.certificates) {
        if (!this.#persons.has(id)) this.#given.add(id);
      }
    }
    this.#judgeInUse(index, inUse, after, run.ended);
    const deleted = result.steps.filter(({ step }) => step === "delete").map(({ urn }) => urn);
    for (const id of run.owned) if (deleted.includes(id.urn)) this.#known.delete(id.order);
    for (const one of this.#stored()) {
      for (const id of ordersIn(one.outputs)) this.#known.add(id);
      this.#judgeOutputs(one);
    }
    const said = JSON.stringify([this.#told, this.#stored()]);
    if (said.includes(apiKey)) this.#breach("secret", "the API key was said or kept");
  }

  #stored(): Stored[] {
    return stackIndexes.flatMap((index) => [...this.engine.resources(index)]);
  }

  #breach(kind: Breach, what: string): void {
    if (this.sought?.includes(kind) ?? true) throw new Broken(what);
  }

  /** Never two for one intent. */
  #judgePaid(order: OrderFacts, before: Map<number, OrderFacts>, isReplacement: boolean): void {
    if (this.#forget !== undefined) return;
    const today = this.emulator.control.now().toISOString().slice(0, 10);
    const root = rootOf(order);
    for (const other of before.values()) {
      const isLiving = !["canceled", "rejected", "revoked", "expired"].includes(other.status);
      const lasts = (other.orderValidTill ?? "9999") > today;
      if (!isLiving || !lasts || other.id === order.renewalOfOrderId) continue;
      if (other.product !== order.product || rootOf(other) !== root) continue;
      // No time is left on it for a certificate that is not due at once, and it has none.
      const isSpent = other.certificates.every(
        ({ revokedAt, validTill = "9999" }) => revokedAt !== undefined || validTill < today,
      );
      if (isSpent && daysBetween(today, other.orderValidTill ?? "9999-12-31") <= 32) continue;
      // What no state knows of and the key does not see, no provider can know; a create is not shown the state that it replaces.
      if (this.#isBlind && (isReplacement || !this.#known.has(other.id))) {
        this.#outOfReach.add(other.id);
        continue;
      }
      this.#breach(
        "paid twice",
        `order ${order.id} was paid for beside ${other.id}, which lives, for one intent`,
      );
    }
  }

  /** A living order that a resource paid for is in a state, or was told, unless a person took it out of reach. */
  async #judgeLost(): Promise<void> {
    const today = this.emulator.control.now().toISOString().slice(0, 10);
    const told = this.#told.join("\n");
    const held = new Set(this.#stored().flatMap(({ outputs }) => ordersIn(outputs)));
    for (const order of (await this.#facts()).values()) {
      const isLiving = !["canceled", "rejected", "revoked", "expired"].includes(order.status);
      const isOurs = order.alternativeOrderId?.startsWith("pulumi") === true;
      if (!isLiving || !isOurs || (order.orderValidTill ?? "9999") <= today) continue;
      if (held.has(order.id) || this.#outOfReach.has(order.id)) continue;
      // Its certificates were ended one by one: what remains of it is a right to reissues.
      if (order.certificates.every(({ revokedAt }) => revokedAt !== undefined)) continue;
      const names = [order.id, ...order.certificates.map(({ id }) => id)].map(String);
      if (names.some((name) => told.includes(name))) continue;
      this.#breach(
        "lost",
        `order ${order.id}, paid for and living, is in no state and was never told`,
      );
    }
  }

  /** What is in use anywhere is not taken away. */
  #judgeInUse(
    index: StackIndex,
    inUse: readonly Use[],
    after: Map<number, OrderFacts>,
    ended: ReadonlySet<string>,
  ): void {
    const revoked = new Set(
      [...after.values()]
        .flatMap(({ certificates }) => certificates)
        .filter(({ revokedAt }) => revokedAt !== undefined)
        .map(({ id }) => id),
    );
    const isTaken = (id: number): boolean => revoked.has(id) && !this.#given.has(id);
    for (const { id, urn, stack } of inUse) {
      if (!isTaken(id) || stack === index) continue;
      this.#breach(
        "in use revoked",
        `certificate ${id}, in use by ${urn} of another stack, is revoked`,
      );
    }
    for (const { id, urn } of this.#inUse()) {
      if (!isTaken(id) || ended.has(urn)) continue;
      this.#breach("in use revoked", `certificate ${id}, in use by ${urn}, is revoked`);
    }
    for (const id of this.#persons) {
      if (revoked.has(id) && !this.#given.has(id)) {
        this.#breach(
          "a person's revoked",
          `certificate ${id}, which a person asked for, is revoked`,
        );
      }
    }
    for (const id of revoked) this.#given.add(id);
  }

  /** Key, names and chain in the outputs belong together. */
  #judgeOutputs({ urn, outputs, hasInitErrors, isPendingDelete }: Stored): void {
    const pem = outputs["certificatePem"];
    if (typeof pem !== "string" || hasInitErrors || isPendingDelete) return;
    const csr = String(outputs["csr"]);
    const key = this.keys.find((one) => one.csr === csr);
    const leaf = new X509Certificate(pem);
    const awaited = outputs["__awaited"] as { orderId: number } | undefined;
    if (key === undefined || (outputs["waitFor"] === "placed" && awaited !== undefined)) return;
    if (!leaf.publicKey.equals(key.publicKey)) {
      this.#breach("wrong key", `${urn} is green with a certificate of another key than its CSR's`);
    }
  }

  #inUse(): Use[] {
    return stackIndexes.flatMap((stack) =>
      this.engine.resources(stack).flatMap(({ urn, outputs, isPendingDelete }) => {
        const id = outputs["certificateId"];
        return typeof id === "number" && !isPendingDelete ? [{ id, stack, urn }] : [];
      }),
    );
  }

  async #facts(): Promise<Map<number, OrderFacts>> {
    return new Map((await this.emulator.control.orders()).map((order) => [order.id, order]));
  }

  // People in the console

  async #console(which: number, deed: Deed): Promise<boolean> {
    const { control } = this.emulator;
    const orders = await control.orders();
    const order = orders[which % Math.max(orders.length, 1)];
    if (order === undefined) return false;
    const issued = order.certificates.filter(({ status }) => status === "issued");
    try {
      if (deed === "approve") {
        await control.approve(order.id).catch(() => undefined);
        await control.issueNow(order.id).catch(() => undefined);
      }
      if (deed === "reject") control.reject(order.id);
      if (deed === "revoke") {
        const last = issued.at(-1);
        if (last === undefined) return false;
        control.revokeCertificate(last.id);
        this.#given.add(last.id);
      }
      if (deed === "cancel") control.cancelOrder(order.id);
      if (deed === "renew") await control.renewInConsole(order.id);
      if (deed === "reissue" || deed === "add name") {
        if (issued.length === 0) return false;
        const stranger = this.keys.at(-1)?.csr ?? "";
        const all = issued.at(-1)?.names ?? [];
        await control.reissueInConsole(
          order.id,
          deed === "reissue" ? { csr: stranger } : { dnsNames: [...all.slice(1), "p.example.com"] },
        );
      }
    } catch {
      return false;
    }
    const known = new Set(orders.flatMap(({ certificates }) => certificates.map(({ id }) => id)));
    for (const now of await control.orders()) {
      for (const { id } of now.certificates)
        if (!known.has(id) && deed !== "approve") this.#persons.add(id);
    }
    return true;
  }

  async #approveAll(): Promise<void> {
    const { control } = this.emulator;
    for (const order of await control.orders()) {
      for (const { id, status } of order.requests) {
        if (status === "pending" || status === "submitted") await control.approve(id);
      }
      await control.issueNow(order.id).catch(() => undefined);
    }
  }

  /** The way out that a refusal names first; in turn those that lead on. */
  #followWayOut(errors: string, stack: StackIndex): void {
    const named = [...errors.matchAll(/CERTCENTRAL_FORGET=([\w,]+)/g)].map(([, ids]) => ids);
    this.#forget = [...new Set(named)].join(",") || undefined;
    // Who says so knows what goes.
    for (const id of this.#forget?.split(",") ?? []) this.#given.add(Number(id));
    if (errors.includes("(CC308)")) this.#programs[stack]?.pop();
    const program = this.#programs[stack] ?? [];
    if (/adoptOrderId out|remove adoptOrderId|Correct adoptOrderId/.test(errors)) {
      const adopting = program.filter(({ inputs }) => inputs["adoptOrderId"] !== undefined);
      for (const { inputs } of adopting) delete inputs["adoptOrderId"];
      const user = /is used by \S+::(\w+) of this program/.exec(errors)?.[1];
      const other = program.findIndex(({ name }) => name === user);
      if (adopting.length === 0 && other !== -1) program.splice(other, 1);
    }
    const lacking = /the program lacks ([\w., ]+?),? and a reissue/.exec(errors)?.[1];
    for (const { inputs } of lacking === undefined ? [] : (this.#programs[stack] ?? [])) {
      if (inputs["adoptOrderId"] === undefined) continue;
      const added = lacking?.split(/, | and /) ?? [];
      inputs["dnsNames"] = [...(inputs["dnsNames"] as string[]), ...added];
    }
    if (errors.includes("deleteBeforeReplace")) {
      for (const entry of this.#programs[stack] ?? []) entry.deleteBeforeReplace = false;
    }
  }
}

function urnOf(stack: number, name: string): string {
  return `urn:pulumi:stack${stack}::shop::pulumi-nodejs:dynamic/certcentral:Certificate::${name}`;
}

/** The reference without its number. */
function rootOf({ alternativeOrderId = "", id }: OrderFacts): string {
  return /^pulumi[0-9a-f]+/.exec(alternativeOrderId)?.[0].slice(0, 46) ?? `none ${id}`;
}

/** The orders that outputs name. */
function ordersIn(outputs: Properties): number[] {
  const { orderId, __awaited: awaited, __replacedOrders: replaced } = outputs;
  const other = (awaited as { orderId?: unknown } | undefined)?.orderId;
  const all = [orderId, other, ...(Array.isArray(replaced) ? (replaced as unknown[]) : [])];
  return all.filter((id) => typeof id === "number");
}
