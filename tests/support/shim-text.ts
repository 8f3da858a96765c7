import * as pulumi from "@pulumi/pulumi";

/** The inputs that the class registers with the engine, the serialized shim among them. */
export async function registeredInputs(create: () => unknown): Promise<Record<string, unknown>> {
  let registered: Record<string, unknown> | undefined;
  await pulumi.runtime.setMocks({
    newResource: ({ inputs, type }) => {
      if (type.includes("certcentral")) registered = inputs as Record<string, unknown>;
      return { id: "1", state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const resource = create() as pulumi.Resource;
  await new Promise<void>((resolve) => {
    resource.urn.apply(() => {
      resolve();
    });
  });
  if (registered === undefined) throw new Error("the class registered no resource");
  return registered;
}
