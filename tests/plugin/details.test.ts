/** What the engine is told of a difference; URNs of both doors; settings of an explicit provider. */
import { organizationOf, readConfiguration } from "../../plugin/configuration";
import { listDetails } from "../../plugin/details";
import { dynamicUrn } from "../../plugin/urn";
import { openValue, secret } from "../../plugin/values";
import { unknownValue } from "../../provider/wire";

test.each([
  [{ a: 1 }, { a: 1 }, []],
  [{ a: 1 }, { a: 2 }, ["update a"]],
  [{}, { a: [] }, ["add a"]],
  [{ a: { b: 1, c: 1 } }, { a: { b: 1 } }, ["delete a.c"]],
  [{ a: ["x", "y"] }, { a: ["x", "z", "w"] }, ["update a[1]", "add a[2]"]],
  [{ a: { "b.c": 1 } }, { a: { "b.c": 2 } }, ['update a["b.c"]']],
  [{ a: {} }, { a: [] }, ["update a"]],
  [{ __urn: "x" }, { __urn: "y" }, []],
  [{ issuance: { a: 1, b: 1 } }, { issuance: { a: 1, b: 2 } }, ["update issuance.b"]],
])("from %j to %j", (olds, news, expected) => {
  expect(listDetails(olds, news).map(({ kind, path }) => `${kind} ${path}`)).toEqual(expected);
});

test("a replacement names what replaces, and its plan as a whole", () => {
  const olds = { product: "a", issuance: { a: 1, b: 1 } };
  const news = { product: "b", issuance: { a: 2, b: 2 } };
  expect(listDetails(olds, news, ["product"])).toEqual([
    { path: "product", kind: "update", isReplacing: true },
    { path: "issuance", kind: "update", isReplacing: false },
  ]);
});

test.each([
  ["certcentral:index:Domain", "pulumi-nodejs:dynamic/certcentral:Domain"],
  ["my:Shop$certcentral:index:Domain", "my:Shop$pulumi-nodejs:dynamic/certcentral:Domain"],
  ["my:certcentral:index:Domain", "my:certcentral:index:Domain"],
])("the URN of %s", (own, dynamic) => {
  const urn = `urn:pulumi:test::shop::${own}::a::certcentral:index:Domain`;
  expect(dynamicUrn(urn)).toBe(`urn:pulumi:test::shop::${dynamic}::a::certcentral:index:Domain`);
});

const signature = "4dabf18193072939515e22adb298388d";
const ofOutput = { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" };
const ofResource = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn" };
const unknownNumber = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";

test.each<[string, unknown, unknown]>([
  ["a secret in a list", [secret("x")], ["x"]],
  ["an output", { ...ofOutput, value: secret(1) }, 1],
  ["an output that is not known", ofOutput, unknownValue],
  ["a resource", { ...ofResource, id: "7" }, "7"],
  ["a resource that is not known", { ...ofResource, id: unknownNumber }, unknownValue],
  ["what has a member of that name", { a: { value: 1 } }, { a: { value: 1 } }],
])("%s is opened", (_what, sealed, open) => {
  expect(openValue(sealed)).toEqual(open);
});

test("an explicit provider has what holds for the stack, and may not pay where the stack denies it", () => {
  const ofAccount = { region: "eu", apiKey: "k" };
  const ofStack = { paidActions: "deny", namespace: "n", organization: "acme" };
  const stack = JSON.stringify({ ...ofAccount, ...ofStack });
  const config = readConfiguration(
    { paidActions: "allow", namespace: "own", pollIntervalSeconds: 5 },
    stack,
  );
  expect(config.get("certcentral:paidActions")).toBe("deny");
  expect(config.get("certcentral:namespace")).toBe("own");
  expect(config.get("certcentral:pollIntervalSeconds")).toBe("5");
  // Part of the references of what is ordered through it, as of all that the stack orders.
  expect(organizationOf(config)).toBe("acme");
  // An account's own: never another's.
  expect(config.get("certcentral:region")).toBeUndefined();
  expect(config.get("certcentral:apiKey")).toBeUndefined();
});
