import { z } from "zod";

/** As much of JSON Schema as our schemas come to. */
export interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

const known = new WeakMap<z.ZodType, JsonSchema>();

/** A schema as JSON Schema of 2020-12, which is that of OpenAPI 3.1. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const made = z.toJSONSchema(schema, { unrepresentable: "any" }) as JsonSchema;
  // The description says once which JSON Schema its schemas are.
  Reflect.deleteProperty(made, "$schema");
  known.set(schema, made);
  return made;
}
