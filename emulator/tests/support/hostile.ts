/** Requests drawn from the description: of the right shape mostly, of hostile values often. */
import fc from "fast-check";

import { controlCalls } from "../../src/control-calls";
import { type Operation, operations } from "../../src/description/operations";
import { type JsonSchema, jsonSchemaOf } from "../../src/description/schema";
import { orderOf } from "./api";

/** One request to the API or to the control interface. */
export interface Drawn {
  to: "api" | "control";
  method: string;
  path: string;
  /** Absent where the request has none. */
  body?: string;
}

interface Schema extends JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  prefixItems?: Schema[];
  required?: string[];
  propertyNames?: Schema;
  additionalProperties?: Schema | boolean;
}

const texts = [
  ...["", " ", "\0", "\ud800", "a\nb", "constructor", "__proto__", "../..", "%00", "(a+)+$", "-1"],
  ...["1e309", "NaN", "null", "2027-06-01", "9999-12-31", "31 FEB 2027", "\u{1f4a9}", "'\"<>"],
  ...["xn--", "*.*.example.com", ".", "..", "a".repeat(64), "a.".repeat(126) + "com"],
  "x".repeat(70_000),
];
const numbers = [0, -0, -1, 1, 1.5, 7, 1e9, 1e15, 1e21, 1e308, -1e308, 2 ** 53, 5e-324];
const junk = [...texts, ...numbers, null, true, false, [], {}, [[]], [null], { id: {} }];

/** What makes a request go further than its schema. */
const names = ["example.com", "www.example.com", "*.example.com", "fresh.test", "a.b.fresh.test"];
const ids = [112233001, 112233002, 240900001, 240900002, 198001, 117483, 117484, 1469, 5, 11];
const plausible = (csr: string): Record<string, unknown[]> => ({
  csr: [csr],
  common_name: names,
  dns_names: names,
  name: names,
  dns_name: names,
  signature_hash: ["sha256"],
  id: ids,
  years: [1],
  days: [1, 90, 199],
  metadata_id: [11],
  path: ["^/order", "chain$"],
});

/** Draws requests; some name orders and certificates that are likely to be there. */
export function drawnRequest(csr: string): fc.Arbitrary<Drawn> {
  const likely = plausible(csr);
  const calls = Object.entries(controlCalls).filter(([name]) => name !== "whenHeld");
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.oneof(
        ...operations.map((one) => ({ weight: weightOf(one), arbitrary: routeOf(one, likely) })),
      ),
    },
    {
      weight: 3,
      arbitrary: fc.oneof(
        ...calls.map(([name, [given]]) =>
          bodyOf(valueOf(jsonSchemaOf(given), "", likely)).map((body): Drawn => ({
            to: "control",
            method: "POST",
            path: `/${name}`,
            body,
          })),
        ),
      ),
    },
    { weight: 1, arbitrary: strayRequest() },
  );
}

/** What is stored, signed and paid for is drawn more often. */
function weightOf({ method, path }: Operation): number {
  return method === "POST" && path.startsWith("/order/certificate") ? 12 : 1;
}

function routeOf(operation: Operation, likely: Likely): fc.Arbitrary<Drawn> {
  const { method, path, query } = operation;
  const part = fc.constantFrom(...texts.filter(isShort).map(encode), "0", "1e3");
  const parameter = fc.tuple(
    fc.constantFrom(...query, "filters[status]", "filters[search]", "x", "__proto__"),
    fc.constantFrom("issued", "true", "-id", ...texts.filter(isShort), ...numbers.map(String)),
  );
  const parts = fc.tuple(
    ...(path.match(/:\w+/g) ?? []).map((name) =>
      fc.oneof({ weight: 7, arbitrary: partOf(name, path) }, { weight: 1, arbitrary: part }),
    ),
  );
  const text = fc.option(bodyOf(sentTo(operation, likely)), { nil: undefined, freq: 12 });
  return fc.tuple(parts, fc.array(parameter, { maxLength: 2 }), text).map(([own, given, sent]) => {
    let next = 0;
    const filled = path.replace(/:\w+\??/g, () => own[next++] ?? "");
    const asked = given.map(([key, value]) => `${encode(key)}=${encode(value)}`).join("&");
    const whole = asked === "" ? filled : `${filled}?${asked}`;
    return { to: "api", method, path: whole, ...(method === "GET" || !sent ? {} : { body: sent }) };
  });
}

/** What stands in a path where something is to be found. */
function partOf(name: string, path: string): fc.Arbitrary<string> {
  if (name === ":product") {
    return fc.constantFrom(
      ...["ssl_plus", "ssl_multi_domain", "ssl_wildcard", "ssl_ev_plus", "ssl"],
    );
  }
  if (name === ":format") return fc.constantFrom("pem_all", "crt", "pem_noroot", "default", "p7b");
  if (name === ":id") return fc.constantFrom(...idsIn(path).map(String));
  return fc.constantFrom("1", "45", "ref");
}

function idsIn(path: string): number[] {
  if (/^\/(order|certificate\/download)/.test(path)) return [112233001, 112233002, 112233003];
  if (path.startsWith("/certificate")) return [240900001, 240900002, 240900003];
  if (path.startsWith("/request")) return [198001, 198002, 198003];
  return path.startsWith("/domain") ? [1469, 1470] : [117483, 117484];
}

/** A body of the right shape, or a good one of which a few members are drawn. */
function sentTo({ path, method, body }: Operation, likely: Likely): fc.Arbitrary<unknown> {
  const schema = body === undefined ? {} : jsonSchemaOf(body);
  const drawn = valueOf(schema, "", likely);
  const good = goodBodies(likely)[`${method} ${path}`];
  if (good === undefined) return drawn;
  return fc.oneof(
    { weight: 1, arbitrary: drawn },
    { weight: 4, arbitrary: changed(good, schema, likely) },
  );
}

function goodBodies(likely: Likely): Record<string, Record<string, unknown>> {
  const [csr] = likely["csr"] ?? [];
  const order = orderOf(String(csr));
  const validations = [{ type: "ov" }];
  const address = { address: "1 Way", city: "Lehi", state: "Utah", zip: "84043", country: "us" };
  const contact = { first_name: "A", last_name: "B", email: "a@example.com" };
  return {
    "POST /order/certificate/:product": order,
    "POST /order/certificate/:id/reissue": { certificate: order["certificate"] },
    "POST /order/certificate/:id/duplicate": { certificate: order["certificate"] },
    "PUT /order/certificate/:id/status": { status: "canceled", note: "no" },
    "PUT /order/certificate/:id/revoke": { skip_approval: true },
    "PUT /certificate/:id/revoke": {},
    "PUT /request/:id/status": { status: "approved" },
    "PUT /order/certificate/:id/dcv-method": { dcv_method: "dns-txt-token" },
    "PUT /domain/:id/dcv/method": { dcv_method: "http-token" },
    "POST /domain": { name: "fresh.test", organization: { id: 117483 }, validations },
    "POST /domain/:id/validation": { validations, dcv_method: "dns-txt-token" },
    "POST /organization": {
      ...{ name: "Fresh Ltd.", ...address, telephone: "1", organization_contact: contact },
    },
    "POST /organization/:id/validation": { validations },
  };
}

/** Up to two members drawn anew, here or one level below. */
function changed(
  good: Record<string, unknown>,
  schema: Schema,
  likely: Likely,
): fc.Arbitrary<Record<string, unknown>> {
  const { properties = {} } = [schema, ...(schema.anyOf ?? [])].find((one) => one.properties) ?? {};
  const keys = Object.keys(properties);
  if (keys.length === 0 || Object.keys(good).length === 0) return fc.constant(good);
  const key = fc.oneof(fc.constantFrom(...keys), fc.constantFrom(...Object.keys(good)));
  const change = key.chain((own): fc.Arbitrary<[string, unknown]> => {
    const { [own]: inner = {} } = properties;
    const { [own]: before } = good;
    const isObject = typeof before === "object" && before !== null && !Array.isArray(before);
    const value = isObject
      ? changed(before as Record<string, unknown>, inner, likely)
      : fc.oneof(hostileOf(inner), valueOf(inner, own, likely));
    return value.map((one) => [own, one]);
  });
  const changes = fc.array(change, { maxLength: 2 });
  return changes.map((all) => ({ ...good, ...Object.fromEntries(all) }));
}

/** What no table names. */
function strayRequest(): fc.Arbitrary<Drawn> {
  const part = fc.constantFrom(...texts.filter(isShort).map(encode), "order", "certificate", "1");
  return fc.record({
    to: fc.constantFrom("api" as const, "control" as const),
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"),
    path: fc.array(part, { maxLength: 4 }).map((parts) => `/${parts.join("/")}`),
  });
}

type Likely = Record<string, unknown[]>;

/** JSON, and now and then what only looks like it or goes on and on. */
function bodyOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 20, arbitrary: value.map((one) => JSON.stringify(one)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...["", "{", "null", '"', "[".repeat(9999), '{"a":'.repeat(9999)],
        `${"[".repeat(5000)}${"]".repeat(5000)}`,
        JSON.stringify({ certificate: { dns_names: Array(50_000).fill("") } }),
        JSON.stringify([Array(50_000).fill(1)]),
        `{"comments":"${"x".repeat(1_100_000)}"}`,
      ),
    },
  );
}

/** Of the right kind mostly, which goes further than what is not. */
function hostileOf({ type, anyOf = [] }: Schema): fc.Arbitrary<unknown> {
  const types = [type, ...anyOf.map((one: Schema) => one.type)];
  const any = fc.constantFrom<unknown>(...junk);
  if (types.includes("integer")) return fc.oneof(any, fc.constantFrom(...numbers));
  return types.includes("string") ? fc.oneof(any, fc.constantFrom(...texts)) : any;
}

function valueOf(schema: Schema, key: string, likely: Likely): fc.Arbitrary<unknown> {
  const good = key in likely ? [fc.constantFrom(...(likely[key] ?? []))] : [];
  const right = shaped(schema, key, likely);
  return fc.oneof(
    { weight: 1, arbitrary: hostileOf(schema) },
    { weight: 12, arbitrary: fc.oneof(...good, ...good, right) },
  );
}

function shaped(schema: Schema, key: string, likely: Likely): fc.Arbitrary<unknown> {
  const { anyOf, oneOf, prefixItems, properties, items, additionalProperties: rest } = schema;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => valueOf(one, key, likely)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) {
    return fc.constantFrom(...schema.enum.filter((one) => one !== "hold"));
  }
  if (prefixItems !== undefined) {
    return fc.tuple(...prefixItems.map((one) => valueOf(one, key, likely)));
  }
  if (properties !== undefined) return objectOf(schema, likely);
  if (items !== undefined) return fc.array(valueOf(items, key, likely), { maxLength: 4 });
  if (schema.propertyNames !== undefined && typeof rest === "object") {
    const named = valueOf(schema.propertyNames, "", likely).map(String);
    return fc
      .array(fc.tuple(named, valueOf(rest, "", likely)), { maxLength: 4 })
      .map(Object.fromEntries);
  }
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "number" || schema.type === "integer") {
    return fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.constantFrom(...numbers, 0.5) },
    );
  }
  return fc.constantFrom(...names, "2027-06-01", "2027-06-01T12:00:00Z", "127.0.0.1:9", ...texts);
}

/** Members that must be there mostly are; one that nobody knows sometimes is. */
function objectOf(
  { properties = {}, required = [] }: Schema,
  likely: Likely,
): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([key, schema]) => {
    const value = valueOf(schema, key, likely);
    const isNeeded = required.includes(key) || ["order_validity", "organization"].includes(key);
    const maybe = fc.option(value, { nil: undefined, freq: isNeeded ? 20 : 1 });
    return maybe.map((one): [string, unknown][] => (one === undefined ? [] : [[key, one]]));
  });
  const stranger = fc.constantFrom<[string, unknown][]>([], [], [], [["stranger", 1]]);
  return fc.tuple(...members, stranger).map((all) => Object.fromEntries(all.flat()) as unknown);
}

function isShort(text: string): boolean {
  return text.length < 300 && !/\p{Cs}/u.test(text);
}

function encode(text: string): string {
  return encodeURIComponent(text);
}
