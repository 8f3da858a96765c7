/** What people, consoles and networks may do, as draws: numbers choose among what is there, so that sequences shrink. */
import type { Settings } from "certcentral-emulator";
import fc from "fast-check";

import type { Act } from "./act";

const stack = fc.constantFrom<0 | 1>(0, 0, 0, 1);
const which = fc.nat(2);
const flag = fc.boolean();
const nothing = fc.constant(undefined);
const maybe = fc.option(which, { nil: undefined, freq: 6 });

/** What networks, gateways and keys do, for some exchanges of what follows. */
const fault = fc
  .record({
    how: fc.constantFrom(
      { kind: "lost-before" as const, method: "POST", path: "^/order/certificate/\\w+$" },
      { kind: "lost-after" as const, method: "POST", path: "^/order/certificate/" },
      { kind: "truncate" as const, path: "^/order" },
      {
        kind: "reply" as const,
        method: "GET",
        path: "^/order/certificate/\\d+$",
        status: 404,
        body: { errors: [{ code: "not_found|order", message: "Order not found." }] },
      },
      {
        kind: "reply" as const,
        path: "^/order",
        status: 404,
        body: "<html>Not Found</html>",
        contentType: "text/html",
      },
      {
        kind: "reply" as const,
        method: "GET",
        path: "^/order/alternate/",
        status: 200,
        body: { orders: [] },
      },
      // In the middle of an end, or of a reissue.
      {
        kind: "reply" as const,
        method: "PUT",
        status: 500,
        body: { errors: [{ code: "internal_error", message: "Something went wrong." }] },
      },
      {
        kind: "reply" as const,
        method: "PUT",
        status: 403,
        body: { errors: [{ code: "access_denied|permission", message: "You may not." }] },
      },
    ),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ how, times }) => ({ ...how, times }));

/** What an account's administrator switches, or DigiCert. */
const option = fc.constantFrom<Partial<Settings>>(
  { keyRole: "standard" },
  { keyRole: "administrator" },
  { requireUniqueAlternativeOrderIds: true },
  { revokeOrderWhenAllCertificatesRevoked: true },
  { multiYearPlans: false },
  { addsNames: true },
  { alternateNoMatch: "not-found" },
  { lookUpLagSeconds: 600 },
  { disabledProducts: ["ssl_plus"] },
  { disabledProducts: ["ssl_multi_domain"] },
  { balance: 0 },
);

/**
 * @param options what is not played: kinds of acts, `kill`, `takesIn`, `replace`, `continueOnError`, `dependent`, `skipped`, `turns`,
 * `provider` (explicit ones), `trigger` (an input that 0.1.0 does not have), `reference` (one of one's own)
 */
export function actsOf({ without = [] }: { without?: readonly string[] } = {}): fc.Arbitrary<Act> {
  const isWithout = (kind: string): boolean => without.includes(kind);
  const kill = isWithout("kill")
    ? fc.constant(undefined)
    : fc.option(
        fc.record({
          exchange: fc.nat(8),
          when: fc.constantFrom("before" as const, "after" as const, "unsaved" as const),
        }),
        { nil: undefined, freq: 3 },
      );

  const edit = fc.oneof(
    fc.record({ input: fc.constant("key" as const), key: which }),
    fc.record({ input: fc.constant("names" as const), names: which }),
    fc.record({ input: fc.constant("product" as const), product: fc.nat(1) }),
    fc.record({ input: fc.constant("onDelete" as const), keep: flag }),
    ...(isWithout("trigger")
      ? []
      : [fc.record({ input: fc.constant("trigger" as const), text: which })]),
    fc.record({ input: fc.constant("waitFor" as const), placed: flag }),
    fc.record({ input: fc.constant("deleteBeforeReplace" as const), isSet: flag }),
    fc.record({ input: fc.constant("retainOnDelete" as const), isSet: flag }),
    ...(isWithout("reference")
      ? []
      : [fc.record({ input: fc.constant("reference" as const), isSet: flag })]),
  );

  const up = fc.record({
    kind: fc.constant("up" as const),
    stack,
    kill,
    takesIn: isWithout("takesIn") ? fc.constant(false) : flag,
    continueOnError: isWithout("continueOnError") ? fc.constant(false) : flag,
    dependent: isWithout("dependent") ? fc.constant(false) : flag,
    replace: isWithout("replace") ? fc.constant(false) : fc.constantFrom(false, false, true),
    refresh: fc.constantFrom(false, false, true),
    only: maybe,
    except: maybe,
    skipped: isWithout("skipped") ? nothing : maybe,
    turns: isWithout("turns")
      ? nothing
      : fc.option(fc.array(which, { minLength: 1, maxLength: 12 }), { nil: undefined, freq: 1 }),
    first: maybe,
  });

  const acts: { kind: Act["kind"]; arbitrary: fc.Arbitrary<Act>; weight: number }[] = [
    { kind: "up", arbitrary: up, weight: 8 },
    {
      kind: "edit",
      arbitrary: fc.record({ kind: fc.constant("edit" as const), stack, which, edit }),
      weight: 6,
    },
    {
      kind: "refresh",
      arbitrary: fc.record({
        kind: fc.constant("refresh" as const),
        stack,
        kill,
        only: maybe,
        except: maybe,
      }),
      weight: 2,
    },
    {
      kind: "destroy",
      arbitrary: fc.record({
        kind: fc.constant("destroy" as const),
        stack,
        kill,
        refresh: flag,
        runProgram: flag,
        only: maybe,
        except: maybe,
      }),
      weight: 1,
    },
    {
      kind: "rename",
      arbitrary: fc.record({ kind: fc.constant("rename" as const), stack, which, alias: flag }),
      weight: 2,
    },
    {
      kind: "declare",
      arbitrary: fc.record({
        kind: fc.constant("declare" as const),
        stack,
        name: which,
        key: which,
        provider: isWithout("provider")
          ? fc.constant(undefined)
          : fc.constantFrom(undefined, undefined, 1),
      }),
      weight: 2,
    },
    {
      kind: "remove",
      arbitrary: fc.record({ kind: fc.constant("remove" as const), stack, which }),
      weight: 1,
    },
    {
      kind: "lose state",
      arbitrary: fc.record({ kind: fc.constant("lose state" as const), stack }),
      weight: 1,
    },
    {
      kind: "state delete",
      arbitrary: fc.record({ kind: fc.constant("state delete" as const), stack, which }),
      weight: 1,
    },
    {
      kind: "old state",
      arbitrary: fc.record({ kind: fc.constant("old state" as const), stack, back: which }),
      weight: 1,
    },
    {
      kind: "console",
      arbitrary: fc.record({
        kind: fc.constant("console" as const),
        order: which,
        deed: fc.constantFrom(
          "approve" as const,
          "approve" as const,
          "reject" as const,
          "reissue" as const,
          "reissue alike" as const,
          "add name" as const,
          "duplicate" as const,
          "revoke" as const,
          "cancel" as const,
          "renew" as const,
        ),
      }),
      weight: 4,
    },
    {
      kind: "settings",
      arbitrary: fc.record({
        kind: fc.constant("settings" as const),
        approval: flag,
        delayed: flag,
      }),
      weight: 2,
    },
    {
      kind: "adopt",
      arbitrary: fc.record({ kind: fc.constant("adopt" as const), stack, which, order: which }),
      weight: 1,
    },
    {
      kind: "fault",
      arbitrary: fc.record({ kind: fc.constant("fault" as const), fault }),
      weight: 3,
    },
    {
      kind: "key",
      arbitrary: fc.record({
        kind: fc.constant("key" as const),
        key: fc.constantFrom("seeing" as const, "blind" as const, "other account's" as const),
      }),
      weight: 1,
    },
    {
      kind: "option",
      arbitrary: fc.record({ kind: fc.constant("option" as const), option }),
      weight: 2,
    },
    {
      kind: "preview",
      arbitrary: fc.record({
        kind: fc.constant("preview" as const),
        stack,
        unknown: fc.constantFrom("csr", "dnsNames", "commonName", "organization", "product"),
      }),
      weight: 1,
    },
    {
      kind: "move",
      arbitrary: fc.record({ kind: fc.constant("move" as const), stack, which, declared: flag }),
      weight: 1,
    },
    {
      kind: "rename stack",
      arbitrary: fc.record({ kind: fc.constant("rename stack" as const), stack }),
      weight: 1,
    },
    {
      kind: "days",
      arbitrary: fc.record({
        kind: fc.constant("days" as const),
        days: fc.constantFrom(1, 7, 30, 160),
      }),
      weight: 2,
    },
  ];

  return fc.oneof(...acts.filter(({ kind }) => !isWithout(kind)));
}
