/** The forms of a chain, which stands in the state once. */
import * as pulumi from "@pulumi/pulumi";

import { madeFromChain } from "../provider/certificate/order/outputs";

/** Names of the outputs that the engine stores. */
export function listStored(outputs: object): string[] {
  return Object.keys(outputs).filter((name) => !isForm(name));
}

/** Gives a resource the forms of its chain, as far as its table has them. */
export function addForms(resource: object, outputs: object): void {
  const { fullChainPem, rootPem } = resource as Chain;
  const chain = pulumi.output({ fullChainPem, rootPem });
  for (const [name, { make }] of Object.entries(madeFromChain)) {
    if (name in outputs) Object.assign(resource, { [name]: chain.apply(make) });
  }
}

interface Chain {
  readonly fullChainPem?: pulumi.Output<string>;
  readonly rootPem?: pulumi.Output<string>;
}

/** `additionalSecretOutputs` names what is stored: a secret form is cut from a secret chain. */
export function withStoredSecrets(
  opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions | undefined {
  const { additionalSecretOutputs: secret } = opts ?? {};
  if (secret === undefined) return opts;
  const stored = secret.map((name) => (isForm(name) ? "fullChainPem" : name));
  return { ...opts, additionalSecretOutputs: [...new Set(stored)] };
}

function isForm(name: string): boolean {
  return Object.hasOwn(madeFromChain, name);
}
