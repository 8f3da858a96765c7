/** Programs as people write and change them. */
import type { TestKey } from "../support/csr";
import type { Declared, StackIndex } from "./engine";
import type { Properties } from "./process";

export type Edit =
  | { input: "key"; key: number }
  | { input: "names"; names: number }
  | { input: "product"; product: number }
  | { input: "onDelete"; keep: boolean }
  | { input: "trigger"; text: number }
  | { input: "waitFor"; placed: boolean }
  | { input: "deleteBeforeReplace"; isSet: boolean }
  | { input: "retainOnDelete"; isSet: boolean }
  /** One reference of one's own, also for two. */
  | { input: "reference"; isSet: boolean };

/** A change of a program's text. */
export type Change =
  | { kind: "rename"; stack: StackIndex; which: number; alias: boolean }
  | { kind: "declare"; stack: StackIndex; name: number; key: number; provider?: number | undefined }
  | { kind: "remove"; stack: StackIndex; which: number }
  | { kind: "edit"; stack: StackIndex; which: number; edit: Edit };

/** What is known of a program's entry: the inputs as a person would write them. */
export interface Entry {
  name: string;
  alias?: string;
  inputs: Properties;
  deleteBeforeReplace: boolean;
  retainOnDelete: boolean;
  provider?: number | undefined;
}

const names = ["www", "web", "api"] as const;
const dnsNames = [["example.com"], [], ["example.com", "n.example.com"]];
const products = ["ssl_multi_domain", "ssl_plus"];
/** Pulumi's word for a value that a preview does not know. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The names that a program's certificate is to have. */
export function namesAsked({ inputs }: Declared): string[] {
  return [inputs["commonName"], ...((inputs["dnsNames"] as string[] | undefined) ?? [])].map(
    String,
  );
}

export class Program {
  readonly entries: Entry[] = [];

  constructor(
    readonly keys: readonly TestKey[],
    public stackName: string,
  ) {}

  add(name: string, key: number, provider?: number): void {
    const inputs = {
      product: products[0],
      commonName: "www.example.com",
      dnsNames: dnsNames[0],
      csr: this.keys[key % this.keys.length]?.csr,
      organization: { id: 117483 },
      issuanceTimeoutMinutes: 0.0002,
    };
    const entry = { name, inputs, deleteBeforeReplace: false, retainOnDelete: false };
    this.entries.push({ ...entry, provider });
  }

  /** @returns whether there was something to change */
  change(change: Change): boolean {
    if (change.kind === "declare") {
      const name = names[change.name % names.length] ?? "www";
      if (this.entries.some((one) => one.name === name)) return false;
      this.add(name, change.key, change.provider);
      return true;
    }
    const entry = this.entries[change.which % Math.max(this.entries.length, 1)];
    if (entry === undefined) return false;
    if (change.kind === "remove") {
      this.entries.splice(this.entries.indexOf(entry), 1);
      return true;
    }
    if (change.kind === "edit") {
      this.#edit(entry, change.edit);
      return true;
    }
    const name = names.find((one) => !this.entries.some((other) => other.name === one));
    if (name === undefined) return false;
    if (change.alias) entry.alias = entry.name;
    else delete entry.alias;
    entry.name = name;
    return true;
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
    if (edit.input === "retainOnDelete") entry.retainOnDelete = edit.isSet;
    if (edit.input === "reference" && edit.isSet) inputs["alternativeOrderId"] = "shop1";
    if (edit.input === "reference" && !edit.isSet) delete inputs["alternativeOrderId"];
    if (inputs["product"] === "ssl_plus" && edit.input !== "names")
      inputs["dnsNames"] = ["example.com"];
    if (inputs["product"] === "ssl_plus" && edit.input === "names") inputs["product"] = products[0];
  }

  /** `name` goes to another program. @returns whether it is not there already */
  move(name: string, to: Program): boolean {
    const entry = this.entries.find((one) => one.name === name);
    if (entry === undefined || to.entries.some((one) => one.name === name)) return false;
    this.entries.splice(this.entries.indexOf(entry), 1);
    to.entries.push(entry);
    return true;
  }

  /** What the engine is told. */
  declared(): Declared[] {
    return this.entries.map((entry) => {
      const { name, alias, inputs, deleteBeforeReplace, retainOnDelete, provider } = entry;
      const urn = this.urnOf(name);
      return {
        urn,
        alias: alias === undefined ? undefined : this.urnOf(alias),
        deleteBeforeReplace,
        retainOnDelete,
        provider,
        inputs: {
          ...inputs,
          __urn: urn,
          __organization: "organization",
          __provider: "",
        },
      };
    });
  }

  /** The same before others' outputs are known. */
  declaredWithUnknown(input: string): Declared[] {
    return this.declared().map((one) => ({
      ...one,
      inputs: { ...one.inputs, [input]: input === "dnsNames" ? [unknown] : unknown },
    }));
  }

  urnOf(name: string): string {
    return `urn:pulumi:${this.stackName}::shop::pulumi-nodejs:dynamic/certcentral:Certificate::${name}`;
  }
}
