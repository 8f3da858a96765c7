/** Where each member of a reply comes from: said beside the member, read by the conformance page and the OpenAPI description. */
import { z } from "zod";

/**
 * `recorded` from a real account, `documented` on a page of DigiCert's, or `chosen` by us because neither shows it:
 * then with the reason.
 */
export type Evidence = "recorded" | "documented" | "chosen";

export interface Mark {
  evidence: Evidence;
  /** Why it was chosen. */
  why?: string | undefined;
}

export function recorded<Shape extends z.ZodRawShape>(shape: Shape): Shape {
  return mark(shape, { evidence: "recorded" });
}

export function documented<Shape extends z.ZodRawShape>(shape: Shape): Shape {
  return mark(shape, { evidence: "documented" });
}

export function chosen<Shape extends z.ZodRawShape>(why: string, shape: Shape): Shape {
  return mark(shape, { evidence: "chosen", why });
}

/** The mark of a member; undefined where nobody has given it one. */
export function markOf(member: z.core.$ZodType): Mark | undefined {
  const { "x-evidence": evidence, "x-why": why } = z.globalRegistry.get(member) ?? {};
  return evidence === undefined
    ? undefined
    : { evidence: evidence as Evidence, why: why as string };
}

function mark<Shape extends z.ZodRawShape>(shape: Shape, { evidence, why }: Mark): Shape {
  const marked = Object.entries(shape).map(([name, member]) => [
    name,
    // A copy: the same part may stand elsewhere on other evidence.
    (member as z.ZodType).meta({ "x-evidence": evidence, ...(why ? { "x-why": why } : {}) }),
  ]);
  return Object.fromEntries(marked) as Shape;
}
