/** Whether a reply is what the table of operations says. */
import { z } from "zod";

import { type Operation, operations, type Reply } from "../description/operations";
import { problem } from "./parts";

const forms = operations.map((operation) => ({ operation, form: formOf(operation.path) }));

/** The operation that answers a path below `/services/v2`. */
export function operationOf(method: string, path: string): Operation | undefined {
  return forms.find(({ operation, form }) => operation.method === method && form.test(path))
    ?.operation;
}

/** What is wrong with a reply, in words; undefined where it is as the table says. */
export function faultOf(
  { method, path }: { method: string; path: string },
  status: number,
  text: string,
): string | undefined {
  const asked = `${method} ${path} answered ${status}`;
  if (status >= 400) return faultIn(problem, text, asked);
  const operation = operationOf(method, path);
  if (operation === undefined) return `${asked}, and no route is known`;
  const expected = operation.replies[status as 200];
  if (expected === undefined) return `${asked}, a status that the route does not have`;
  return faultIn(expected, text, asked);
}

function faultIn(expected: Reply, text: string, asked: string): string | undefined {
  if (expected === "file") return text === "" ? `${asked}, and no file` : undefined;
  if (expected === "nothing") return text === "" ? undefined : `${asked}, and a body: ${text}`;
  const parsed = expected.safeParse(jsonOf(text));
  return parsed.success ? undefined : `${asked}\n${z.prettifyError(parsed.error)}`;
}

function formOf(path: string): RegExp {
  const form = path.replace(/\/:\w+\?$/, "(/[^/]+)?").replace(/:\w+/g, "[^/]+");
  return new RegExp(`^${form}$`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
