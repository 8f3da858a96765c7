import type { z } from "zod";

import { invalidValue, missingValue, Problem } from "./problems";

/** Reads a body by its schema; what is missing or invalid is refused, each member by its name. */
export function readBody<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => {
    const field = path.map(String).join(".") || "body";
    return /received (undefined|NaN)/.test(message) ? missingValue(field) : invalidValue(field);
  });
  throw new Problem(400, ...errors);
}
