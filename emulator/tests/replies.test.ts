/** The table of replies: every route is in it, every member is marked, and the emulator says of itself what is not. */
import { type Emulator, startEmulator, UnfaithfulReplies } from "../src";
import { operations } from "../src/description/operations";
import { faultOf, operationOf } from "../src/schemas/check";
import { membersOf } from "../src/schemas/members";
import { apiOf, newKey, orderOf } from "./support/api";

const members = operations.flatMap(({ method, path, replies }) =>
  Object.values(replies).flatMap((reply) =>
    membersOf(reply).map(({ place, mark }) => ({ place: `${method} ${path} ${place}`, mark })),
  ),
);

test("every member of every reply is marked recorded, documented, or chosen with a reason", () => {
  expect(members.length).toBeGreaterThan(400);
  for (const { place, mark } of members) {
    expect([place, mark?.evidence]).toEqual([
      place,
      expect.stringMatching(/^(recorded|documented|chosen)$/),
    ]);
    if (mark?.evidence === "chosen") expect([place, mark.why]).toEqual([place, expect.any(String)]);
  }
});

test("what is fixed is found before what varies", () => {
  const pathOf = (path: string) => operationOf("GET", path)?.path;
  expect(pathOf("/order/certificate/status-changes")).toBe("/order/certificate/status-changes");
  expect(pathOf("/order/certificate/7")).toBe("/order/certificate/:id");
  expect(pathOf("/certificate/intermediates")).toBe("/certificate/intermediates");
  expect(pathOf("/nothing")).toBeUndefined();
});

describe("the check of replies can fail", () => {
  const account = { method: "GET", path: "/user/me" };
  test.each<[string, { method: string; path: string }, number, string, RegExp]>([
    ["a member too few", account, 200, '{"id":1}', /username/],
    [
      "a member that no table has",
      { method: "POST", path: "/organization" },
      201,
      '{"id":1,"x":2}',
      /"x"/,
    ],
    ["another status", account, 201, "{}", /a status that the route does not have/],
    [
      "a body where there is none",
      { method: "PUT", path: "/request/1/status" },
      204,
      "{}",
      /a body/,
    ],
    ["an error without its envelope", account, 404, '{"message":"x"}', /errors/],
    ["a route that nobody knows", { method: "GET", path: "/x" }, 200, "{}", /no route is known/],
    [
      "an empty file",
      { method: "GET", path: "/certificate/1/download/format/crt" },
      200,
      "",
      /no file/,
    ],
  ])("%s", (_what, asked, status, text, fault) => {
    expect(faultOf(asked, status, text)).toMatch(fault);
  });
});

describe("an emulator that answered otherwise than its table says", () => {
  let emulator: Emulator;

  test("says so when it is closed", async () => {
    emulator = await startEmulator();
    const body = orderOf((await newKey()).csr);
    const { json } = await apiOf(emulator)("POST", "/order/certificate/ssl_plus", body);
    // The clock of a year that no page has ever printed.
    const spy = jest.spyOn(Date.prototype, "toISOString").mockReturnValue("never");
    await apiOf(emulator)("GET", `/order/certificate/${String(json["id"])}`);
    spy.mockRestore();
    await expect(emulator.close()).rejects.toThrow(UnfaithfulReplies);
  });
});
