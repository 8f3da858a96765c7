/** One resource as the engine would keep it: what is saved after each step, and what is not. */
import { Certificate, type CertificateArgs } from "pulumi-certcentral";

import type { DynamicProvider, Properties } from "./dynamic-provider";
import { registeredInputs } from "./shim-text";

export interface StepResult {
  /** What the engine would do with the resource. */
  step: "create" | "same" | "update" | "replace" | "refused" | "check failed";
  reasons?: string[];
  /** Why nothing was saved. */
  error?: string;
}

/** Keeps inputs and outputs by the engine's rules and drives the provider process with them. */
export class EngineResource {
  id: string | undefined;
  inputs: Properties | undefined;
  outputs: Properties | undefined;

  constructor(
    public provider: DynamicProvider,
    public declared: Properties,
  ) {}

  static async declare(
    provider: DynamicProvider,
    args: CertificateArgs,
    name = "www",
  ): Promise<EngineResource> {
    return EngineResource.of(provider, () => new Certificate(name, args));
  }

  /** A resource of any of our classes. */
  static async of(provider: DynamicProvider, create: () => unknown): Promise<EngineResource> {
    return new EngineResource(provider, await registeredInputs(create));
  }

  get issuance(): Record<string, unknown> {
    return (this.inputs?.["issuance"] ?? {}) as Record<string, unknown>;
  }

  /** Messages on the row since the last look. */
  said(): string {
    const text = this.provider.rows.map(({ message }) => message).join("\n");
    this.provider.rows.length = 0;
    return text;
  }

  async up(change: Properties = {}): Promise<StepResult> {
    this.declared = JSON.parse(JSON.stringify({ ...this.declared, ...change })) as Properties;
    const checked = await this.provider.check(this.inputs ?? {}, this.declared);
    if (checked.failures.length > 0) {
      return { step: "check failed", reasons: checked.failures.map(({ reason }) => reason) };
    }
    if (this.id === undefined || this.outputs === undefined) return this.#create(checked.inputs);
    const { changes, replaces } = await this.provider.diff(this.id, this.outputs, checked.inputs);
    if (replaces.length > 0) return { step: "replace", reasons: replaces };
    if (!changes) {
      // A same step saves the new inputs and keeps the old outputs.
      this.inputs = checked.inputs;
      return { step: "same" };
    }
    return this.#update(this.id, this.outputs, checked.inputs);
  }

  async refresh(): Promise<void> {
    if (this.id === undefined || this.outputs === undefined) return;
    const { id, props, inputs } = await this.provider.read(this.id, this.outputs);
    if (id === "") {
      this.id = this.inputs = this.outputs = undefined;
      return;
    }
    // As the engine does, to show what has changed outside.
    await this.provider.diff(id, props, this.inputs ?? {});
    this.outputs = props;
    this.inputs = inputs ?? this.inputs;
  }

  async destroy(): Promise<void> {
    await this.provider.delete(this.id ?? "", this.outputs ?? {});
    this.id = this.inputs = this.outputs = undefined;
  }

  async #create(inputs: Properties): Promise<StepResult> {
    try {
      const { id, outs, reasons } = await this.provider.create(inputs);
      this.id = id;
      this.inputs = inputs;
      this.outputs = outs;
      return { step: "create", ...(reasons && { reasons }) };
    } catch (error) {
      return { step: "refused", error: String(error) };
    }
  }

  async #update(id: string, olds: Properties, news: Properties): Promise<StepResult> {
    try {
      const { outs, reasons } = await this.provider.update(id, olds, news);
      this.outputs = outs;
      // A partially failed update saves the old inputs beside the new outputs.
      if (reasons === undefined) this.inputs = news;
      return { step: "update", ...(reasons && { reasons }) };
    } catch (error) {
      return { step: "refused", error: String(error) };
    }
  }
}
