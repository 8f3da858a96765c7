import { z } from "zod";

import { type Mark, markOf } from "./evidence";

/** A member of a reply, with its place: `orders[].certificate.id`. */
export interface Member {
  place: string;
  mark: Mark | undefined;
  /** Whether it is left out where it does not apply. */
  mayBeAbsent: boolean;
}

/** All members of a reply, those of its objects and lists after them. */
export function membersOf(schema: unknown, above = ""): Member[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(
      ([name, member]) => {
        const place = above === "" ? name : `${above}.${name}`;
        const mayBeAbsent = member instanceof z.ZodOptional;
        return [{ place, mark: markOf(member), mayBeAbsent }, ...membersOf(member, place)];
      },
    );
  }
  if (schema instanceof z.ZodOptional) return membersOf(schema.unwrap(), above);
  if (schema instanceof z.ZodArray) return membersOf(schema.element, `${above}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => membersOf(one, above));
  return [];
}
