/**
 * What must hold after each command. What is expected is kept here, from what people did and from what the emulator says;
 * outputs are judged by it, and never believed.
 */
import type { Emulator, OrderFacts } from "certcentral-emulator";

import { daysBetween } from "../../provider/calendar";
import type { TestKey } from "../support/csr";
import { type BreachKind, Broken } from "./breach";
import type { Command, Declared, Engine, RunResult, StackIndex, Stored } from "./engine";
import { findTaken, findUnserved, listUses, stackIndexes, type Taking, type Use } from "./in-use";
import { choosesAll, findEnded, isDeclared } from "./intent";
import { type Facts, isLiving, isNamedIn, isOfOtherKey, isSpent, ordersIn, rootOf } from "./orders";

/** What stood before a command. */
interface Before {
  orders: Facts;
  inUse: readonly Use[];
  program: readonly Declared[];
  /** Resources that the command ends because the person says so. */
  ended: ReadonlySet<string>;
  /** Which resource had which order. */
  owned: readonly { urn: string; order: number; isRetained: boolean }[];
  requests: number;
}

export class Judge {
  /** Certificates that a person asked for in the console. */
  readonly persons = new Set<number>();
  /** Certificates that people took away themselves, in the console or by a program that says so. */
  readonly given = new Set<number>();
  /** All that was said, ever: what names an order is told. */
  readonly told: string[] = [];
  /** The key sees no order, or those of another account only. */
  isBlind = false;
  /** What a person has said goes (`CERTCENTRAL_FORGET`). */
  forget: string | undefined;
  /** Orders that a state has, or had until the provider itself let go of it. */
  readonly #known = new Set<number>();
  /** Orders that a person's own act took out of reach: a lost state, a resource taken away before it knew its order. */
  readonly #outOfReach = new Set<number>();

  constructor(
    readonly emulator: Emulator,
    readonly keys: readonly TestKey[],
    readonly engine: Engine,
    /** What is looked for in an older build, which does much else; undefined: everything. */
    readonly sought?: readonly string[],
  ) {}

  /** What stands before a command, of a program that declares these. */
  async remember(
    index: StackIndex,
    command: Command,
    program: readonly Declared[],
  ): Promise<Before> {
    const resources = this.engine.resources(index);
    return {
      orders: await this.#facts(),
      inUse: listUses(this.engine),
      program,
      ended: findEnded(command, program, resources),
      owned: resources.flatMap(({ urn, outputs, retainOnDelete: isRetained = false }) =>
        ordersIn(outputs).map((order) => ({ urn, order, isRetained })),
      ),
      requests: this.emulator.control.requests().length,
    };
  }

  /** What no state holds may not be found again once a person has changed program or state. */
  async loseSight(lost?: StackIndex): Promise<void> {
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

  async judge(
    index: StackIndex,
    command: Command,
    stood: Before,
    result: RunResult,
  ): Promise<void> {
    const { program, ended } = stood;
    this.told.push(...result.said, ...result.errors);
    this.#judgeQuestions(index, command, stood);
    const after = await this.#facts();
    this.#judgePayments(stood, result, after);
    this.#acceptRevocations(result, after);
    this.#judgeInUse(command, {
      stack: index,
      program,
      ended,
      before: { orders: stood.orders, uses: stood.inUse },
      now: {
        orders: after,
        uses: listUses(this.engine),
        resources: this.engine.resources(index),
      },
      given: this.given,
    });
    this.#judgeEnds(stood, result, after);
    this.#judgeStored();
  }

  #today(): string {
    return this.emulator.control.now().toISOString().slice(0, 10);
  }

  #stored(): Stored[] {
    return stackIndexes.flatMap((index) => [...this.engine.resources(index)]);
  }

  #breach(kind: BreachKind, what: string): void {
    if (this.sought?.includes(kind) ?? true) throw new Broken(what);
  }

  #judgeQuestions(index: StackIndex, { kind }: Command, { requests }: Before): void {
    // What the plugin lets the engine refresh first is read.
    const mayRead = this.engine.resources(index).some(({ asksFirst }) => asksFirst === true);
    const asked = this.emulator.control
      .requests()
      .slice(requests)
      .filter(({ method }) => !mayRead || method !== "GET");
    if (kind === "preview" && asked.length > 0) {
      this.#breach("asked in a preview", "a preview asked CertCentral");
    }
  }

  /** What was paid for was announced, and is not for an intent that has its order. */
  #judgePayments(
    { orders: before, program, ended, owned }: Before,
    result: RunResult,
    after: Facts,
  ): void {
    const placed = [...after.values()].filter(({ id }) => !before.has(id));
    const announced = [...result.plans.values()].filter(
      ({ action }) => action === "order" || action === "renew",
    );
    if (placed.length > announced.length) {
      const what = `${placed.length} orders paid for, ${announced.length} announced`;
      this.#breach("unannounced", what);
    }
    // Killed before its id was saved, an order of a key that does not see it is found by nobody but a person.
    if (result.wasKilled && this.isBlind) for (const { id } of placed) this.#outOfReach.add(id);
    const isReplacement = result.steps.some(({ step }) => step === "replace");
    const left = owned
      .filter(({ urn }) => ended.has(urn) || !isDeclared(urn, program))
      .map(({ order }) => order);
    for (const order of placed) this.#judgePaid(order, before, { isReplacement, left });
  }

  /** A plan that takes a name away has said that CertCentral revokes what is in use, also where its run is killed. */
  #acceptRevocations({ plans }: RunResult, after: Facts): void {
    const warned = [...plans.values()].filter(({ warning }) => warning !== undefined);
    const spent = new Set(warned.map(({ reference }) => String(reference)));
    const revocable = [...after.values()].filter((order) => spent.has(rootOf(order)));
    for (const { id } of revocable.flatMap(({ certificates }) => certificates)) {
      if (!this.persons.has(id)) this.given.add(id);
    }
  }

  /** Never two for one intent. */
  #judgePaid(
    order: OrderFacts,
    before: Facts,
    { isReplacement, left }: { isReplacement: boolean; left: readonly number[] },
  ): void {
    if (this.forget !== undefined) return;
    const today = this.#today();
    const root = rootOf(order);
    for (const other of before.values()) {
      const isLiving = !["canceled", "rejected", "revoked", "expired"].includes(other.status);
      const lasts = (other.orderValidTill ?? "9999") > today;
      if (!isLiving || !lasts || other.id === order.renewalOfOrderId) continue;
      if (other.product !== order.product || rootOf(other) !== root) continue;
      if (isSpent(other, today)) continue;
      // What no state knows of and the key does not see, no provider can know; a create is not shown the state that it replaces,
      // or that of what has left the program.
      const isShown = this.#known.has(other.id) && !isReplacement && !left.includes(other.id);
      if (this.isBlind && !isShown) {
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
  async judgeLost(): Promise<void> {
    const told = this.told.join("\n");
    const held = new Set(this.#stored().flatMap(({ outputs }) => ordersIn(outputs)));
    for (const order of (await this.#facts()).values()) {
      const isOurs = order.alternativeOrderId?.startsWith("pulumi") === true;
      if (!isOurs || !isLiving(order, this.#today())) continue;
      if (held.has(order.id) || this.#outOfReach.has(order.id)) continue;
      if (isNamedIn(told, order)) continue;
      this.#breach(
        "lost",
        `order ${order.id}, paid for and living, is in no state and was never told`,
      );
    }
  }

  /** At rest nothing green is over, or about to be: each run had its chance. */
  async judgeCovered(): Promise<void> {
    const orders = [...(await this.#facts()).values()];
    for (const { urn, outputs } of this.#stored()) {
      const all = orders.flatMap(({ certificates }) => certificates);
      const { validTill } = all.find(({ id }) => id === outputs["certificateId"]) ?? {};
      if (validTill === undefined || daysBetween(this.#today(), validTill) >= 7) continue;
      this.#breach("uncovered", `${urn} is green with a certificate that ends on ${validTill}`);
    }
  }

  #judgeEnds({ owned }: Before, result: RunResult, after: Facts): void {
    const deleted = result.steps.filter(({ step }) => step === "delete").map(({ urn }) => urn);
    for (const { urn, order, isRetained } of owned) {
      if (!deleted.includes(urn)) continue;
      this.#known.delete(order);
      // `retainOnDelete`: the person keeps it, and the provider is not asked.
      if (isRetained) this.#outOfReach.add(order);
      else this.#judgeEnd(after.get(order), result);
    }
  }

  /** What is green has the program's key, and nothing says or keeps the account's. */
  #judgeStored(): void {
    for (const one of this.#stored()) {
      for (const id of ordersIn(one.outputs)) this.#known.add(id);
      if (!isOfOtherKey(one, this.keys)) continue;
      const what = "is green with a certificate of another key than its CSR's";
      this.#breach("wrong key", `${one.urn} ${what}`);
    }
    const said = JSON.stringify([this.told, this.#stored()]);
    if (!said.includes(this.emulator.apiKey)) return;
    this.#breach("secret", "the API key was said or kept");
  }

  /** What goes from the state is ended, in another state, or told by the run that lets it go. */
  #judgeEnd(order: OrderFacts | undefined, { said, errors }: RunResult): void {
    if (order === undefined || !isLiving(order, this.#today())) return;
    if (this.#stored().some(({ outputs }) => ordersIn(outputs).includes(order.id))) return;
    if (isNamedIn([...said, ...errors].join("\n"), order)) return;
    this.#breach(
      "lost",
      `order ${order.id} lives on after its resource's end, which did not say so`,
    );
  }

  /** What is in use anywhere is not taken away, nor what a person asked for. */
  #judgeInUse(command: Command, taking: Taking): void {
    const revoked = new Set(
      [...taking.now.orders.values()]
        .flatMap(({ certificates }) => certificates)
        .filter(({ revokedAt }) => revokedAt !== undefined)
        .map(({ id }) => id),
    );
    const isOfAll = command.kind === "up" && choosesAll(command.options);
    const unserved = isOfAll && this.forget === undefined ? findUnserved(taking) : [];
    for (const { kind, what } of [...unserved, ...findTaken(taking, revoked)]) {
      this.#breach(kind, what);
    }
    for (const id of this.persons) {
      if (!revoked.has(id) || this.given.has(id)) continue;
      this.#breach("a person's revoked", `certificate ${id}, which a person asked for, is revoked`);
    }
    for (const id of revoked) this.given.add(id);
  }

  async #facts(): Promise<Facts> {
    return new Map((await this.emulator.control.orders()).map((order) => [order.id, order]));
  }
}
