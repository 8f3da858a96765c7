/** Domains and the wait for their validation, through the real provider process. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { Emulator } from "certcentral-emulator";
import { Domain, type DomainArgs, DomainValidation } from "pulumi-certcentral";

import { unknownValue } from "../../provider/wire";
import { type Life, openLife } from "../support/life";
import type { EngineResource } from "../support/resource";

const organization = { id: 117483 };
let life: Life;
let emulator: Emulator;

beforeEach(async () => {
  life = await openLife();
  ({ emulator } = life);
});

afterEach(() => life.close());

const today = (day: string): Promise<void> => life.today(day);

const declare = (args: Partial<DomainArgs> = {}): Promise<EngineResource> =>
  life.own(() => new Domain("fresh", { name: "fresh.test", organization, ...args }));

/** The wait for a domain, with what the class would read off it. */
async function waitFor(domain: EngineResource): Promise<EngineResource> {
  const wait = await life.own(() => {
    const placeholder = new Domain("fresh", { name: "fresh.test", organization });
    return new DomainValidation("fresh", { domain: placeholder });
  });
  wait.declared = { ...wait.declared, ...readOff(domain) };
  return wait;
}

const readOff = ({ id, outputs }: EngineResource) => ({
  domainId: id,
  record: outputs?.["validationRecord"],
  validation: outputs?.["validation"],
  validationTimeoutMinutes: 0.001,
});

const changing = (): string[] =>
  emulator.control
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/\d+/, "N")}`);

const recordOf = ({ outputs }: EngineResource) =>
  (outputs?.["validationRecord"] ?? {}) as Record<string, string>;

test("a new domain is submitted once, with a TXT record to create", async () => {
  const fresh = await declare();
  expect(await fresh.up()).toEqual({ step: "create" });
  const { token } = emulator.control.domain("fresh.test")!;
  expect(fresh.outputs).toMatchObject({
    status: "pending",
    accountId: 1696530,
    validationRecord: { domain: "fresh.test", name: "fresh.test", type: "TXT", value: token },
  });
  expect(await fresh.up()).toEqual({ step: "same" });
  expect(changing()).toEqual(["POST /domain"]);
});

test("a submission whose reply is lost is found; one that was lost is said and made again", async () => {
  const fresh = await declare();
  emulator.control.failNext({ method: "POST", kind: "lost-before" });
  expect((await fresh.up()).error).toMatch(/No domain fresh.test is seen yet; the next run looks/);
  emulator.control.failNext({ method: "POST", kind: "lost-after" });
  expect(await fresh.up()).toEqual({ step: "create" });
  expect(emulator.control.domains().filter(({ name }) => name === "fresh.test")).toHaveLength(1);
});

test("of a name with www CertCentral makes the domain below: it is found again, or taken as it is", async () => {
  const www = await declare({ name: "www.fresh.test" });
  emulator.control.failNext({ method: "POST", kind: "lost-after" });
  expect(await www.up()).toEqual({ step: "create" });
  expect(recordOf(www)).toMatchObject({ domain: "fresh.test", name: "fresh.test" });
  const again = await declare({ name: "www.fresh.test" });
  expect(await again.up()).toEqual({ step: "create" });
  expect(again.id).toBe(www.id);
  const file = await declare({ name: "www.fresh.test", dcvMethod: "http-token" });
  expect(await file.up()).toEqual({ step: "create" });
  expect(recordOf(file)["url"]).toContain("http://www.fresh.test/");
});

test("a name that is known only during the update replaces nothing yet", async () => {
  const fresh = await declare();
  await fresh.up();
  expect(await fresh.up({ name: unknownValue })).toEqual({ step: "same" });
  expect(fresh.said()).toContain("name known only during the update");
  expect(await fresh.up({ name: "other.test" })).toEqual({ step: "replace", reasons: ["name"] });
});

test("what fails after the submission keeps the domain's id, and the next run goes on", async () => {
  const fresh = await declare();
  emulator.control.failNext({ path: "^/domain/\\d+$", kind: "lost-before", times: 4 });
  expect((await fresh.up()).reasons?.[0]).toContain("get domain");
  expect(await fresh.up()).toEqual({ step: "update" });
  expect(recordOf(fresh)["type"]).toBe("TXT");
});

test("the account's own domain is used, and left active", async () => {
  const known = await declare({ name: "example.com" });
  expect(await known.up()).toEqual({ step: "create" });
  expect(known.said()).toContain("domain example.com is in the account already");
  expect(known.outputs).toMatchObject({ status: "valid" });
  await today("2026-02-25");
  await known.destroy();
  expect(known.said()).toContain("stays active in CertCentral: the account had it before");
  expect(changing()).not.toContain("PUT /domain/N/deactivate");
});

test("a domain whose state cannot be read is left active by its end, which says so, and as it is by a refresh", async () => {
  const fresh = await declare();
  await fresh.up();
  emulator.control.clearRequests();
  Object.assign(fresh.outputs ?? {}, { domainId: "x" });
  await fresh.refresh();
  expect(fresh.said()).toMatch(/refresh domain \d+: its state cannot be read.*CC344/);
  await life.provider.delete(fresh.id ?? "", fresh.outputs ?? {});
  expect(fresh.said()).toMatch(/domain \d+ \(fresh.test\) is not deactivated.*CC510/);
  expect(emulator.control.requests()).toEqual([]);
});

test("a domain of another organization is refused, and an organization cannot change", async () => {
  const other = await declare({ name: "example.com", organization: { id: 117484 } });
  expect((await other.up()).error).toMatch(/has it for organization 117483, not 117484/);
  const fresh = await declare();
  await fresh.up();
  const changed = await fresh.up({ organization: { id: 117484 } });
  expect(changed.reasons?.[0]).toContain("cannot change");
});

test("bad input is refused before anything is submitted, all problems at once", async () => {
  const bad = await declare({ name: "*.fresh.test", revalidateBeforeDays: 91 });
  const { step, reasons } = await bad.up({ typo: 1 });
  expect(step).toBe("check failed");
  expect(reasons?.join()).toMatch(/misspelling.*wildcard.*is 90 at most/);
  expect(emulator.control.requests()).toEqual([]);
});

test("deactivated elsewhere: told by a refresh, activated again by the next run; not shown: kept, until FORGET gives it up", async () => {
  const fresh = await declare();
  await fresh.up();
  const { id } = emulator.control.domain("fresh.test")!;
  await fetch(`${emulator.url}/domain/${id}/deactivate`, {
    method: "PUT",
    headers: { "x-dc-devkey": emulator.apiKey },
  });
  await fresh.refresh();
  expect(fresh.outputs?.["status"]).toBe("deactivated");
  expect(await fresh.up()).toEqual({ step: "update" });
  expect(fresh.said()).toContain("was deactivated: it is activated again");
  expect(emulator.control.domain("fresh.test")).toMatchObject({ isActive: true });
  emulator.control.reset();
  await fresh.refresh();
  expect([fresh.id, fresh.said()]).toEqual([
    String(id),
    expect.stringMatching(/domain \d+ \(fresh.test\) of account \d+ is not shown.*CC341/),
  ]);
  expect((await fresh.up({ dcvMethod: "dns-cname-token" })).reasons?.join()).toContain(
    `CERTCENTRAL_FORGET=${id} pulumi refresh`,
  );
});

test("a page of something on the way is no answer: a refresh warns, and keeps", async () => {
  const fresh = await declare();
  await fresh.up();
  const { id } = fresh;
  const body = "<html>Not Found</html>";
  for (const [status, times] of [
    [404, 1],
    [403, 1],
    [502, 4],
  ] as const) {
    const page = { kind: "reply", status, body, contentType: "text/html" } as const;
    emulator.control.failNext({ ...page, path: "^/domain/", times });
    await fresh.refresh();
    expect([fresh.id, fresh.said()]).toEqual([id, expect.stringMatching(/State is kept.*CC343/)]);
  }
});

test("a change of the method is used at once while it waits, and later once it is valid", async () => {
  const fresh = await declare();
  await fresh.up();
  await fresh.up({ dcvMethod: "dns-cname-token" });
  const cname = recordOf(fresh);
  expect(cname).toMatchObject({ type: "CNAME", value: "dcv.digicert.com" });
  const { name = "", type = "", value = "" } = cname;
  emulator.control.setDnsRecord({ name, type: type as "CNAME", value });
  const wait = await waitFor(fresh);
  expect(await wait.up()).toEqual({ step: "create" });
  await fresh.refresh();
  expect(fresh.outputs).toMatchObject({ status: "valid", validatedUntil: "2026-09-10" });
  emulator.control.clearRequests();
  await fresh.up({ dcvMethod: "dns-txt-token" });
  expect(recordOf(fresh)).toEqual(cname);
  expect(changing()).toEqual([]);
});

test("a file on a web server: where and what, and CertCentral finds it", async () => {
  const fresh = await declare({ dcvMethod: "http-token" });
  await fresh.up();
  const { url = "", content } = recordOf(fresh);
  const server = createServer((request, response) => {
    response.end(request.url === new URL(url).pathname ? content : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  emulator.control.setHttpAddress("fresh.test", `127.0.0.1:${port}`);
  try {
    expect(await (await waitFor(fresh)).up()).toEqual({ step: "create" });
  } finally {
    server.close();
  }
});

test("by e-mail there is no record, and nothing is asked for but the state", async () => {
  const fresh = await declare({ dcvMethod: "email" });
  await fresh.up();
  expect(recordOf(fresh)).toEqual({ domain: "fresh.test", method: "email" });
  const wait = await waitFor(fresh);
  expect((await wait.up()).reasons?.[0]).toContain("approve the e-mail");
  emulator.control.validateDomain("fresh.test");
  expect(await wait.up()).toEqual({ step: "update" });
  expect(wait.outputs).toMatchObject({ name: "fresh.test", status: "valid" });
  expect(changing()).toEqual(["POST /domain"]);
});

test("a later end than planned needs no new token; the plan follows it after a refresh", async () => {
  const fresh = await declare();
  await fresh.up();
  emulator.control.validateDomain("fresh.test", "2026-12-31");
  await today("2026-08-10");
  emulator.control.clearRequests();
  expect(await fresh.up()).toEqual({ step: "update" });
  expect(fresh.said()).toContain("validated until 2026-12-31 already: no new token is needed");
  expect(changing()).toEqual([]);
  await fresh.refresh();
  expect(fresh.inputs?.["validation"]).toMatchObject({ validUntil: "2026-12-31" });
  expect(await fresh.up()).toEqual({ step: "same" });
});

test("an earlier end than planned is seen after a refresh, and acted on", async () => {
  const fresh = await declare();
  await fresh.up();
  emulator.control.validateDomain("fresh.test", "2026-03-10");
  await fresh.refresh();
  await today("2026-03-08");
  expect(await fresh.up()).toEqual({ step: "update" });
  expect(fresh.inputs?.["validation"]).toMatchObject({ action: "revalidate", round: 2 });
});

test("a wait that knows no plan looks again when its validation is due, and its preview knows no end of the next", async () => {
  const fresh = await declare();
  await fresh.up();
  emulator.control.validateDomain("fresh.test");
  const wait = await waitFor(fresh);
  wait.declared = { ...wait.declared, record: undefined, validation: undefined };
  await wait.up();
  await today("2026-08-20");
  emulator.control.validateDomain("fresh.test");
  // Through the plugin, what a preview says is held to what comes.
  expect(await wait.up()).toEqual({ step: "update" });
  expect(wait.outputs).toMatchObject({ status: "valid", validatedUntil: "2027-03-06" });
});

test("while the present validation serves, a wait that fails only warns", async () => {
  const fresh = await declare();
  await fresh.up();
  const wait = await waitFor(fresh);
  const { name = "", value = "" } = recordOf(fresh);
  emulator.control.setDnsRecord({ name, type: "TXT", value });
  expect(await wait.up()).toEqual({ step: "create" });
  emulator.control.removeDnsRecord({ name, type: "TXT" });
  await today("2026-08-10");
  await fresh.up();
  expect(recordOf(fresh)["value"]).not.toBe(value);
  expect(await wait.up(readOff(fresh))).toEqual({ step: "update" });
  expect(wait.said()).toMatch(
    /domain fresh.test is not validated: create the DNS record[^]*present validation serves until 2026-09-10/,
  );
  expect(await wait.up(readOff(fresh))).toEqual({ step: "update" });
  await today("2026-09-11");
  const late = await wait.up(readOff(fresh));
  expect(late.reasons?.[0]).toContain("has expired");
});

test("replaced by force: what the new resource has found is not deactivated by the end of the old one", async () => {
  const fresh = await declare();
  await fresh.up();
  const { id, outputs } = fresh;
  const replacement = await declare();
  expect(await replacement.up()).toMatchObject({ step: "create" });
  replacement.said();
  await life.provider.delete(id ?? "", outputs ?? {});
  expect(emulator.control.domain("fresh.test")).toMatchObject({ isActive: true });
  expect(changing()).toEqual(["POST /domain"]);
  expect(replacement.said()).toContain("(CC500)");
});
