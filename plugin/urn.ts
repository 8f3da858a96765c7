/** URNs: the orders of a resource are found again by the URN that it has, or had, as a dynamic resource. */

/** The type tokens of this package, in a URN's chain of types. */
const ownType = /(^|\$)certcentral:index:(\w+)(?=\$|$)/g;

/** The URN that the same resource has with the dynamic provider: the reference of its orders is made from that. */
export function dynamicUrn(urn: string): string {
  const [stack, project, types = "", ...name] = urn.split("::");
  const dynamic = types.replace(ownType, "$1pulumi-nodejs:dynamic/certcentral:$2");
  return [stack, project, dynamic, ...name].join("::");
}

/** The type of a resource. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}
