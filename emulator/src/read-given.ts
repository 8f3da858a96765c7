import type { z } from "zod";

import { Problem } from "./problems";

/** A reply that lists thousands of problems helps nobody. */
const maxProblems = 50;

/**
 * Reads what people give to the control interface or on the command line. What is misspelt or of another kind is
 * refused, all of it at once: a test that fails for nothing is found by nobody.
 */
export function readGiven<T>(what: string, schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, maxProblems).map(({ path, message }) => {
    const place = [what, ...path.map(String)].join(".");
    return { code: `invalid_value:${place}`, message: `${place}: ${message}` };
  });
  throw new Problem(400, ...errors);
}
