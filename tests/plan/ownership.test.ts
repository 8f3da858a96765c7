/** Whose an order and its certificates are, line by line; and what the notes of a run say of its other resources. */
import type { Order } from "../../provider/certcentral/client";
import {
  claimOf,
  claimOfIssued,
  judgeNextNumber,
  type NextOrder,
} from "../../provider/certificate/order/ownership";
import { type Awaited, type State, stateOf } from "../../provider/certificate/order/state";
import {
  countAnnounced,
  findOtherUser,
  findProgress,
  findReplacedOrders,
  findSameRoot,
  findSpared,
  findUrns,
  isNameAwaited,
  isUnfinished,
} from "../../provider/certificate/run/others";
import { findReplacement, noteUses } from "../../provider/certificate/run/knowledge";
import { digestPlanned } from "../../provider/certificate/plan/identity";
import { refuseRewritten } from "../../provider/certificate/run/rewritten";
import { keepNotes } from "../../provider/journal";
import type { Declaration, Door, Note } from "../../provider/note";
import type { Context } from "../../provider/resource";
import { startRun } from "../../provider/run";

const next: NextOrder = {
  isShown: true,
  hasEnded: false,
  isUsedByOther: false,
  isSameKind: true,
  isSameKey: true,
  isSameNames: true,
  renewsOwn: false,
};

test.each<[Partial<NextOrder>, string]>([
  [{}, "await"],
  [{ isSameKind: false }, "refuse: differs"],
  [{ isSameKey: false }, "refuse: differs"],
  [{ isSameNames: false }, "refuse: differs"],
  [{ renewsOwn: true, isSameKey: false, isSameNames: false }, "await"],
  [{ renewsOwn: true, isSameKind: false }, "refuse: differs"],
  [{ renewsOwn: true, isUsedByOther: true }, "refuse: used elsewhere"],
  [{ renewsOwn: true, hasEnded: true }, "pass over"],
  [{ hasEnded: true, isShown: false }, "refuse: not shown"],
])("an order under the next number, %j: %s", (change, verdict) => {
  expect(judgeNextNumber({ ...next, ...change })).toBe(verdict);
});

const orderId = 7;

function stateWith(awaited: Partial<Awaited> | undefined, adopted?: number): State {
  const __awaited = awaited && { orderId, ...awaited };
  return stateOf({ orderId, __awaited, __adoptedOrderId: adopted })!;
}

test.each<[string, Partial<Awaited> | undefined, number | undefined, string]>([
  ["nothing is awaited", undefined, undefined, "used"],
  ["this one is awaited", {}, undefined, "owned"],
  ["another one is awaited", { orderId: 8 }, undefined, "used"],
  ["another one, the adopted one", { orderId: 8 }, orderId, "used"],
  ["a person's", { isOthers: true }, undefined, "used"],
  ["this one, adopted", {}, orderId, "adopted"],
  ["an own reissue of the adopted one", { replacedCertificateId: 1 }, orderId, "owned"],
  ["a person's reissue of it", { replacedCertificateId: 1, isOthers: true }, orderId, "used"],
])("what an order brings where %s: %s", (_what, awaited, adopted, claim) => {
  expect(claimOf(stateWith(awaited, adopted), { id: orderId })).toBe(claim);
});

test.each<[string[], string]>([
  [["a.example.com"], "owned"],
  [["a.example.com", "www.a.example.com"], "owned"],
  [["a.example.com", "b.example.com"], "used"],
  // Names that CertCentral does not show.
  [[], "owned"],
])("what is issued for %j where a.example.com was asked for: %s", (names, claim) => {
  const [commonName, ...dnsNames] = names;
  const order = { id: orderId, certificate: { commonName, dnsNames } } as unknown as Order;
  expect(claimOfIssued(stateWith({ names: ["a.example.com"] }), order)).toBe(claim);
});

const [www, web, shop] = ["www", "web", "shop"].map((name) => `urn:${name}`) as [
  string,
  string,
  string,
];
const uses = (urn: string, orders: number[], certificates: number[] = []): Note => ({
  kind: "uses",
  urn,
  orders,
  certificates,
});
const begun = (urn: string, ...names: string[]): Note => ({ kind: "begun", urn, names });
const issued = (urn: string): Note => ({ kind: "issued", urn });
const renamed: Note = { kind: "renamed", urn: web, from: www };

test("a renamed resource is known by its former name and by its present one, and by no other", () => {
  const notes = [uses(shop, [1]), renamed];
  expect([...findUrns(notes, www)].sort()).toEqual([web, www]);
  expect([...findUrns(notes, web)].sort()).toEqual([web, www]);
  expect([...findUrns(notes, shop)]).toEqual([shop]);
});

test("what another one uses counts by its newest word; a resource is not another one under its former name", () => {
  const notes = [uses(www, [1]), renamed, uses(shop, [1, 2], [10]), uses(shop, [2], [20])];
  expect(findOtherUser(notes, shop, 1)).toBe(www);
  expect(findOtherUser(notes, web, 1)).toBeUndefined();
  expect(findOtherUser(notes, www, 2)).toBe(shop);
  expect(findSpared(notes)).toEqual({ orders: new Set([1, 2]), certificates: new Set([20]) });
});

test("orders that are replaced are those of the very resource, of this run and of earlier ones", () => {
  const replaced = {
    kind: "replaced",
    urn: www,
    orders: [2],
    orderNumber: 3,
    former: [1],
  } as const;
  const notes: Note[] = [
    replaced,
    { ...replaced, urn: shop, orders: [9], orderNumber: 8, former: [8] },
  ];
  expect(findReplacedOrders(notes, www)).toEqual({ now: [2], before: [1], orderNumber: 3 });
  expect(findReplacedOrders(notes, web)).toEqual({ now: [], before: [], orderNumber: 0 });
});

test("how far a resource is, and which names have no certificate yet", () => {
  const notes = [
    begun(www, "a.example.com"),
    issued(www),
    begun(shop, "b.example.com"),
    begun(www),
  ];
  expect([findProgress(notes, www), findProgress(notes, shop), findProgress(notes, web)]).toEqual([
    "begun",
    "begun",
    "not begun",
  ]);
  expect(findProgress(notes.slice(0, 2), www)).toBe("issued");
  expect(isNameAwaited(notes, ["a.example.com"])).toBe(false);
  expect(isNameAwaited(notes, ["a.example.com", "b.example.com"])).toBe(true);
});

test("a run is unfinished where something failed, or was declared and never registered", () => {
  const declared = (isRegistered: boolean): ReadonlyMap<string, Declaration> =>
    new Map([[www, { urn: www, isRegistered }]]);
  expect(isUnfinished([], declared(true))).toBe(false);
  expect(isUnfinished([], declared(false))).toBe(true);
  expect(isUnfinished([{ kind: "failed", urn: shop }], declared(true))).toBe(true);
});

test("what is paid for is counted by resources, the others' alone", () => {
  const announced = (urn: string): Note => ({ kind: "announced", urn });
  expect(countAnnounced([www, www, web, shop].map(announced), shop)).toBe(2);
});

test.each([
  [{ urn: www, door: "plugin" }, undefined],
  [{ urn: www, door: "dynamic provider" }, www],
  [{ urn: web, door: "plugin" }, www],
] as const)(
  "one root of references, checked of www through the plugin, beside %j: %s",
  (own, other) => {
    const checked: Note = {
      kind: "checked",
      door: "plugin",
      urn: www,
      reference: "root",
      names: [],
      onDelete: "",
      planned: {},
    };
    expect(findSameRoot([checked], own, "root")?.urn).toBe(other);
    expect(findSameRoot([checked], own, "another")).toBeUndefined();
  },
);

describe("what a resource tells its run, and asks of it", () => {
  const inputs = { __urn: www, product: "ssl_plus" };
  const contextOf = (door: Door, notes = keepNotes()): Context =>
    ({ run: startRun(notes, door) }) as unknown as Context;

  test("what it uses and does not own is used as well, and so is an order that it awaits", () => {
    const notes = keepNotes();
    const state = stateOf({
      orderId: 7,
      certificateId: 70,
      __held: [{ id: 71, orderId: 6, validUntil: "2027-01-01" }],
      __awaited: { orderId: 8 },
    })!;
    noteUses(contextOf("plugin", notes), inputs, state);
    expect(notes.all()).toEqual([uses(www, [7, 8], [71, 70])]);
  });

  test("what the other door has checked is neither what it replaces, nor what a policy has rewritten", () => {
    const notes = keepNotes();
    const checked = { door: "plugin", reference: "root", names: [], onDelete: "" } as const;
    notes.add({ kind: "checked", urn: www, ...checked, planned: digestPlanned(inputs) });
    const [own, other] = [contextOf("plugin", notes), contextOf("dynamic provider", notes)];
    expect(findReplacement(own, inputs)).toEqual({ root: "root", isByOption: true });
    expect(findReplacement(other, inputs)).toBeUndefined();
    const rewritten = { ...inputs, product: "ssl_basic" };
    expect(() => {
      refuseRewritten(own, "create", rewritten);
    }).toThrow(/product.*CC440/s);
    expect(() => {
      refuseRewritten(other, "create", rewritten);
    }).not.toThrow();
    notes.add({ kind: "replaced", urn: www, orders: [7], orderNumber: 1, former: [] });
    expect(findReplacement(own, inputs)).toEqual({ root: "root", isByOption: false });
  });
});
