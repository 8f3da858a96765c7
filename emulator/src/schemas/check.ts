/** Whether a reply is what the table of routes says. */
import { z } from "zod";

import { problem } from "./parts";
import { type Reply, type Route, routes } from "./routes";

const forms = routes.map((route) => ({
  route,
  form: new RegExp(`^${route.path.replace(/\{\w+\}/g, "[^/]+")}$`),
}));

/** The route that answers a path below `/services/v2`. */
export function routeOf(method: string, path: string): Route | undefined {
  return forms.find(({ route, form }) => route.method === method && form.test(path))?.route;
}

/** What is wrong with a reply, in words; undefined where it is as the table says. */
export function faultOf(
  { method, path }: { method: string; path: string },
  status: number,
  text: string,
): string | undefined {
  const asked = `${method} ${path} answered ${status}`;
  if (status >= 400) return faultIn(problem, text, asked);
  const route = routeOf(method, path);
  if (route === undefined) return `${asked}, and no route is known`;
  const expected = route.replies[status as 200];
  if (expected === undefined) return `${asked}, a status that the route does not have`;
  return faultIn(expected, text, asked);
}

function faultIn(expected: Reply, text: string, asked: string): string | undefined {
  if (expected === "file") return text === "" ? `${asked}, and no file` : undefined;
  if (expected === "nothing") return text === "" ? undefined : `${asked}, and a body: ${text}`;
  const parsed = expected.safeParse(jsonOf(text));
  return parsed.success ? undefined : `${asked}\n${z.prettifyError(parsed.error)}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
