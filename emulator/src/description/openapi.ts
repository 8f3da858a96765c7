/** The OpenAPI description, made from the schemas that requests are read by and replies are checked by. */
import type { z } from "zod";

import { controlCalls } from "../control-calls";
import { contentTypes } from "../formats";
import { problem } from "../schemas/parts";
import { type Operation, operations, type Reply } from "./operations";
import { type JsonSchema, jsonSchemaOf } from "./schema";

const base = "/services/v2";

type Json = Record<string, unknown>;

/** Of the API and of the control interface, in OpenAPI 3.1. */
export function describe(): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    for (const path of pathsOf(operation)) {
      paths[path] = {
        ...paths[path],
        [operation.method.toLowerCase()]: describeRoute(operation, path),
      };
    }
  }
  for (const [name, [given, does]] of Object.entries(controlCalls)) {
    paths[`/control/${name}`] = { post: describeCall(name, given, does) };
  }
  paths["/ready"] = {
    get: {
      summary: "Answers as soon as requests are served.",
      security: [],
      responses: { "200": { description: "It serves." } },
    },
  };
  return {
    openapi: "3.1.0",
    info: {
      title: "certcentral-emulator",
      version: "2",
      description:
        "The part of DigiCert's CertCentral Services API v2 that the emulator serves, and the interface that steers it.",
    },
    paths,
    components: {
      securitySchemes: { key: { type: "apiKey", in: "header", name: "X-DC-DEVKEY" } },
      responses: {
        Problem: { description: "Refused.", content: contentOf(jsonSchemaOf(problem)) },
      },
    },
    security: [{ key: [] }],
  };
}

/** OpenAPI knows no optional part of a path: it is two paths. */
function pathsOf({ path }: Operation): string[] {
  const whole = base + path.replace(/:(\w+)\??/g, "{$1}");
  return path.endsWith("?") ? [whole, whole.slice(0, whole.lastIndexOf("/"))] : [whole];
}

function describeRoute({ does, query, body, method, replies }: Operation, path: string): Json {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = query.map((name) =>
    name === "filters"
      ? { name, in: "query", style: "deepObject", explode: true, schema: { type: "object" } }
      : { name, in: "query", schema: { type: "string" } },
  );
  return {
    summary: does,
    operationId: `${method.toLowerCase()}${path.slice(base.length).replace(/[^\w]+/g, "_")}`,
    parameters: [...inPath, ...inQuery],
    ...(body === undefined ? {} : { requestBody: { content: contentOf(jsonSchemaOf(body)) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, reply]) => [status, describeReply(reply)]),
      ),
      "4XX": { $ref: "#/components/responses/Problem" },
    },
  };
}

function describeReply(reply: Reply): Json {
  if (reply === "nothing") return { description: "Done." };
  if (reply !== "file") return { description: "Done.", content: contentOf(jsonSchemaOf(reply)) };
  const content = Object.fromEntries(contentTypes.map((type) => [type, {}]));
  return { description: "The file.", content };
}

function describeCall(name: string, given: z.ZodType, does: string): Json {
  return {
    summary: does,
    operationId: `control_${name}`,
    security: [],
    requestBody: { content: contentOf(jsonSchemaOf(given)) },
    responses: {
      "200": { description: "Done.", content: contentOf({}) },
      "4XX": { $ref: "#/components/responses/Problem" },
    },
  };
}

function contentOf(schema: JsonSchema): Json {
  return { "application/json": { schema } };
}
