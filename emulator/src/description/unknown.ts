/** What was asked for and is unknown: a client's mistake that the real API, too, passes over in silence. */
import { type JsonSchema, jsonSchemaOf } from "./schema";
import { type Operation, operations } from "./operations";

/** A request as far as it can be misspelt. */
export interface Asked {
  method: string;
  /** The path of the route that serves it, with the names of its parameters. */
  served: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
}

/** One line for each unknown route, query parameter or member of the body. */
export function unknownIn({ method, served, path, query, body }: Asked): string[] {
  // A request for the head alone is served by the same route.
  const verb = method === "HEAD" ? "GET" : method;
  const operation = operations.find((own) => own.method === verb && own.path === served);
  if (operation === undefined) return [`no route ${method} ${path}`];
  const name = `${method} ${operation.path}`;
  const parameters = parametersBeside(operation, query);
  const members =
    operation.body === undefined
      ? ownKeys(body)
      : membersBeside(jsonSchemaOf(operation.body), body);
  return [
    ...parameters.map((parameter) => `no parameter ${parameter} of ${name}`),
    ...members.map((member) => `no member ${member} of ${name}`),
  ];
}

function parametersBeside({ query }: Operation, given: Record<string, string>): string[] {
  return Object.keys(given).filter((key) => !query.includes(key.replace(/\[[^\]]*\]$/, "")));
}

/** Paths of the members that a schema does not name. */
function membersBeside(schema: JsonSchema, value: unknown, at = ""): string[] {
  const { properties, items } = shapeOf(schema, value);
  if (Array.isArray(value)) {
    if (items === undefined) return [];
    return [...new Set(value.flatMap((entry) => membersBeside(items, entry, `${at}[]`)))];
  }
  if (typeof value !== "object" || value === null || properties === undefined) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const path = at === "" ? key : `${at}.${key}`;
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return known === undefined ? [path] : membersBeside(known, member, path);
  });
}

/** Of several shapes the one that fits: none of ours has two objects to choose from. */
function shapeOf(schema: JsonSchema, value: unknown): JsonSchema {
  const shapes = (schema.anyOf ?? schema.oneOf ?? []).map((one) => shapeOf(one, value));
  const wanted = Array.isArray(value) ? "items" : "properties";
  return shapes.find((shape) => shape[wanted] !== undefined) ?? schema;
}

function ownKeys(body: unknown): string[] {
  return typeof body === "object" && body !== null ? Object.keys(body) : [];
}
