/** A stack as `pulumi stack export` writes it, made by the provider itself. */
import type { Emulator } from "certcentral-emulator";

import { inProcessProvider, unlimitedConfig } from "./in-process";

const type = "pulumi-nodejs:dynamic/certcentral:Certificate";

/** Declares certificates as a first `pulumi up` on a day would, and gives the export of their stack. */
export async function exportStack(
  emulator: Emulator,
  day: string,
  certificates: Record<string, Record<string, unknown>>,
  stack = "prod",
): Promise<unknown> {
  const provider = inProcessProvider(unlimitedConfig(emulator));
  provider.today(day);
  const resources = [];
  for (const [name, args] of Object.entries(certificates)) {
    const urn = `urn:pulumi:${stack}::shop::${type}::${name}`;
    const { inputs, failures } = await provider.check({}, { ...args, __urn: urn });
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    const { id, outs } = await provider.create(inputs);
    resources.push({ urn, type, id, custom: true, inputs, outputs: outs });
  }
  delete process.env["CERTCENTRAL_NOW"];
  return { version: 3, deployment: { manifest: {}, resources } };
}

/** What `pulumi preview --json` writes of a first run with these certificates. */
export async function previewStack(
  emulator: Emulator,
  day: string,
  certificates: Record<string, Record<string, unknown>>,
): Promise<unknown> {
  const provider = inProcessProvider(unlimitedConfig(emulator));
  provider.today(day);
  const steps = [];
  for (const [name, args] of Object.entries(certificates)) {
    const urn = `urn:pulumi:prod::shop::${type}::${name}`;
    const { inputs } = await provider.check({}, { ...args, __urn: urn });
    steps.push({ op: "create", urn, newState: { urn, type, custom: true, inputs } });
  }
  delete process.env["CERTCENTRAL_NOW"];
  return { config: {}, steps, changeSummary: { create: steps.length } };
}
