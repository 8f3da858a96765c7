/** The forms of a chain, which stands in the state once. */
import * as pulumi from "@pulumi/pulumi";

import { madeFromChain } from "../provider/certificate/order/outputs";

/** The lines of a table that the engine stores. */
export function withoutForms(outputs: object): object {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !isForm(name)));
}

/** Gives a resource the forms of its chain. */
export function addForms(resource: {
  readonly fullChainPem: pulumi.Output<string>;
  readonly rootPem: pulumi.Output<string>;
}): void {
  const { fullChainPem, rootPem } = resource;
  const chain = pulumi.output({ fullChainPem, rootPem });
  for (const [name, { make }] of Object.entries(madeFromChain)) {
    Object.assign(resource, { [name]: chain.apply(make) });
  }
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
