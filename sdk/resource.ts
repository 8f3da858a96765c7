import * as pulumi from "@pulumi/pulumi";

import type * as provider from "../provider/index";
import type { ShownValues } from "../provider/outputs";
import { tellDeclared } from "../provider/journal";
import type { Declaration } from "../provider/note";
import { importImpossible, providerUnready, timeoutsIgnored } from "../provider/messages/program";
import { shimFor } from "../provider/shim";
import { warnOfConfiguration } from "./configuration";
import { addForms, listStored, withStoredSecrets } from "./chain";
import { Provider } from "./provider";

/** The outputs of a table, each under its documentation. */
export type OutputsOf<Table> = {
  readonly [Name in keyof Table]: pulumi.Output<ShownValues<Table>[Name]>;
};

/**
 * What all resources of this package share: the shim, the type token, and what the engine does not
 * tell the provider.
 */
export abstract class CertCentralResource extends pulumi.CustomResource {
  protected constructor(
    resource: keyof typeof provider,
    type: string,
    name: string,
    outputs: object,
    args: object,
    opts?: pulumi.CustomResourceOptions,
  ) {
    refuseImport(name, opts);
    const urn = urnOf(name, type, opts?.parent);
    super(
      typeToken(type),
      name,
      {
        // Pulumi makes an output of each key that it is given, and of no other.
        ...Object.fromEntries(listStored(outputs).map((output) => [output, undefined])),
        ...args,
        // Both go into the reference by which an order is found again; messages find their row by the URN.
        __urn: urn,
        __organization: organizationName(),
        __provider: shimFor(resource),
      },
      withStoredSecrets(opts),
    );
    addForms(this, outputs);
    warnOfConfiguration();
    if (opts?.customTimeouts !== undefined) void pulumi.log.warn(timeoutsIgnored(name), this);
    warnOfUnreadyProvider(this, name, opts?.provider ?? opts?.parent?.getProvider(typeToken(type)));
    const former = formerUrns(name, type, opts);
    void urn.then((declared) => {
      tellRun({ urn: declared, isRegistered: false });
    });
    pulumi.all([urn, pulumi.all(former)]).apply(([declared, aliases]) => {
      for (const one of aliases) tellRun({ urn: one, isRegistered: false, formerOf: declared });
    });
    const { onDelete } = args as { onDelete?: pulumi.Input<string> };
    pulumi.all([this.urn, onDelete, pulumi.all(former)]).apply(([registered, given, aliases]) => {
      tellRun({ urn: registered, isRegistered: true, onDelete: given });
      // Another one may bear the former name now: what it says itself stands.
      const kept = given === "keep" ? given : undefined;
      for (const one of aliases) tellRun({ urn: one, isRegistered: true, onDelete: kept });
    });
  }
}

/** With either option the engine would ask for a state that nobody has, and every output would be undefined. */
function refuseImport(name: string, opts: pulumi.CustomResourceOptions | undefined): void {
  const option = (["id", "import"] as const).find((one) => opts?.[one] !== undefined);
  if (option !== undefined) throw new pulumi.RunError(importImpossible(name, option));
}

/**
 * A promise, because an output would make the resource depend on its parent, and that is on all of the
 * parent's children: two of one component would wait for each other for ever.
 */
function urnOf(name: string, type: string, parent: pulumi.Resource | undefined): Promise<string> {
  const urn = pulumi.createUrn(name, typeToken(type), parent);
  return new Promise((resolve) => urn.apply(resolve));
}

/** Under which URNs the state may have it until it is registered: its aliases, and those that its parent's make. */
function formerUrns(
  name: string,
  type: string,
  { aliases = [], parent }: pulumi.CustomResourceOptions = {},
): pulumi.Output<string>[] {
  const token = typeToken(type);
  // What a parent's alias makes of a child's name goes by the parent's, which the SDK keeps to itself.
  if (parent !== undefined) {
    return pulumi.allAliases(aliases, name, token, parent, String(Reflect.get(parent, "__name")));
  }
  return aliases.map((alias) =>
    pulumi.output(alias).apply((one) => {
      if (typeof one === "string") return pulumi.output(one);
      const { name: formerName = name, type: formerType = token, project, stack } = one;
      const formerParent = one.parent as pulumi.Resource | undefined;
      return pulumi.createUrn(formerName, formerType, formerParent, project, stack);
    }),
  );
}

// On the client, which is one run's: several copies of this package in one program are one program.
const tellKey = Symbol.for("pulumi-certcentral.tell");

interface EngineClient {
  /** In an inline program `hasEngine` is false: this channel is the only public word on the address. */
  getChannel(): { getTarget(): string };
  [tellKey]?: ReturnType<typeof tellDeclared>;
}

/**
 * Says, before the engine registers a resource and after, that the program declares it, by its name or an alias: what is
 * never registered, because something that it depends on failed, looks to the engine like a resource that was taken out.
 */
function tellRun(declaration: Declaration): void {
  const engine = pulumi.runtime.getEngine() as EngineClient | undefined;
  if (engine === undefined) return;
  const tell =
    engine[tellKey] ??
    tellDeclared(engine.getChannel().getTarget().replace(/^dns:/, ""), process.env);
  engine[tellKey] = tell;
  tell(declaration);
}

/** A provider that is set up by what is made in the same run is asked for no plan: what its resources will cost is not shown. */
function warnOfUnreadyProvider(
  resource: pulumi.Resource,
  name: string,
  provider: pulumi.ProviderResource | undefined,
): void {
  if (!pulumi.runtime.isDryRun() || !(provider instanceof Provider)) return;
  void provider.areSettingsKnown.then(async (areKnown) => {
    if (!areKnown) await pulumi.log.warn(providerUnready(name), resource);
  });
}

/** The type token under which the engine knows a resource of this package. */
export function typeToken(type: string): string {
  return `pulumi-nodejs:dynamic/certcentral:${type}`;
}

/** Under a user's own mocks there may be no organization, and asking for it throws. */
function organizationName(): string | undefined {
  try {
    return pulumi.getOrganization();
  } catch {
    return undefined;
  }
}
