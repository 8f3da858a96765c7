import { X509Certificate } from "node:crypto";

import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, codesOf, type Key, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let key: Key;

beforeAll(async () => {
  key = await newKey();
});

beforeEach(async () => {
  emulator = await startEmulator({ now: "2026-03-02T12:00:00Z", frozen: true });
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

async function place(change: Record<string, unknown> = {}): Promise<number> {
  const { json } = await api("POST", "/order/certificate/ssl_plus", orderOf(key.csr, change));
  return Number(json["id"]);
}

const info = async (id: number) => (await api("GET", `/order/certificate/${id}`)).json;
const reissue = (id: number, change: object = {}) =>
  api("POST", `/order/certificate/${id}/reissue`, orderOf(key.csr, { certificate: change }));
const admin = { revocation_reason: "superseded", comments: "c", skip_approval: true };

describe("validity by the day of issuance", () => {
  test.each([
    ["2026-02-23", "2027-02-22"],
    ["2026-03-02", "2026-09-16"],
    ["2027-03-14", "2027-09-28"],
    ["2027-03-15", "2027-06-21"],
    ["2029-03-14", "2029-06-20"],
    ["2029-03-15", "2029-04-29"],
  ])("on %s it ends on %s", async (today, end) => {
    emulator.control.setClock(`${today}T12:00:00Z`);
    const order = await emulator.control.order(await place());
    expect(order?.certificates[0]).toMatchObject({ validFrom: today, validTill: end });
  });

  test("a wish beyond the rules is shortened, or refused where switched so", async () => {
    const long = { certificate: { cert_validity: { days: 300 } } };
    const order = await emulator.control.order(await place(long));
    expect(order?.certificates[0]?.validTill).toBe("2026-09-16");
    emulator.control.configure({ tooLongValidity: "refuse" });
    const refused = await api("POST", "/order/certificate/ssl_plus", orderOf(key.csr, long));
    expect(codesOf(refused)).toEqual(["invalid_value:cert_validity"]);
  });
});

describe("a reissue", () => {
  test("gives a new certificate on the same order, inside the plan, and keeps the old one", async () => {
    const id = await place();
    const before = (await info(id))["certificate"] as Record<string, unknown>;
    emulator.control.advance({ days: 300 });
    const { status, json } = await reissue(id);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      id,
      requests: [{ id: expect.any(Number) }],
      certificate_id: expect.any(Number),
    });
    const after = await info(id);
    expect(after).toMatchObject({
      status: "issued",
      certificate: { status: "issued", valid_till: "2027-03-01" },
    });
    expect((after["certificate"] as Record<string, unknown>)["serial_number"]).not.toBe(
      before["serial_number"],
    );
    const list = (await api("GET", `/order/certificate/${id}/reissue`)).json["certificates"];
    expect(list).toMatchObject([
      { id: before["id"], archived: 0 },
      { archived: 0, purchased_dns_names: "0" },
    ]);
    const order = await emulator.control.order(id);
    expect(order?.certificates.every(({ revokedAt }) => revokedAt === undefined)).toBe(true);
  });

  test("waits for approval, blocks revocation, and is canceled without ending the order", async () => {
    const id = await place();
    emulator.control.configure({ approval: "one-step" });
    expect((await reissue(id)).json).toEqual({ id, requests: [{ id: expect.any(Number) }] });
    expect((await info(id))["status"]).toBe("reissue_pending");
    const certificateId = (await emulator.control.order(id))?.certificates[0]?.id;
    expect(codesOf(await api("PUT", `/certificate/${certificateId}/revoke`, admin))).toEqual([
      "reissue_pending",
    ]);
    const canceled = await api("PUT", `/order/certificate/${id}/status`, {
      status: "CANCELED",
      note: "n",
    });
    expect([canceled.status, canceled.text, canceled.headers.get("content-type")]).toEqual([
      204,
      "",
      null,
    ]);
    expect((await info(id))["status"]).toBe("issued");
    expect((await emulator.control.order(id))?.requests.at(-1)).toMatchObject({
      type: "reissue",
      status: "rejected",
    });
  });

  test("that drops a name revokes the earlier certificates 72 hours later", async () => {
    const id = await place();
    await reissue(id, { dns_names: ["sub.example.com"] });
    const statuses = async (): Promise<unknown> =>
      (await emulator.control.order(id))?.certificates.map(({ status }) => status);
    emulator.control.advance({ hours: 71 });
    expect(await statuses()).toEqual(["issued", "issued"]);
    emulator.control.advance({ hours: 1 });
    expect(await statuses()).toEqual(["revoked", "issued"]);
  });

  test("that adds a name or changes the key revokes nothing", async () => {
    const id = await place();
    await reissue(id, {
      dns_names: ["sub.example.com", "app.example.com", "new.example.com"],
      csr: (await newKey()).csr,
    });
    emulator.control.advance({ days: 10 });
    expect((await emulator.control.order(id))?.certificates.map(({ status }) => status)).toEqual([
      "issued",
      "issued",
    ]);
  });
});

test("a duplicate leaves the primary certificate as it is", async () => {
  const id = await place();
  const other = await newKey();
  const { json } = await api("POST", `/order/certificate/${id}/duplicate`, orderOf(other.csr));
  expect(json).toMatchObject({ id, certificate_id: expect.any(Number) });
  expect((await info(id))["certificate"]).not.toMatchObject({ id: json["certificate_id"] });
  const list = (await api("GET", `/order/certificate/${id}/duplicate`)).json["certificates"];
  expect(list).toMatchObject([{ archived: "0", sub_id: "001", valid_from: "2026-03-02" }]);
});

describe("a renewal", () => {
  test("is a new order, linked; the old one lives on", async () => {
    const id = await place();
    emulator.control.advance({ days: 300 });
    const renewal = await place({ renewal_of_order_id: id });
    expect(await info(id)).toMatchObject({ is_renewed: true, status: "issued" });
    expect(await info(renewal)).toMatchObject({ is_renewal: true });
    emulator.control.advance({ days: 100 });
    expect((await info(id))["status"]).toBe("expired");
  });

  test("is refused more than 90 days before the end, unless switched so", async () => {
    const id = await place();
    emulator.control.advance({ days: 273 });
    const early = await api(
      "POST",
      "/order/certificate/ssl_plus",
      orderOf(key.csr, { renewal_of_order_id: id }),
    );
    expect(codesOf(early)).toEqual(["invalid_value:renewal_of_order_id"]);
    emulator.control.advance({ days: 1 });
    expect(await place({ renewal_of_order_id: id })).toBeGreaterThan(id);
    emulator.control.configure({ earlyRenewal: "allow" });
    expect(await place({ renewal_of_order_id: await place() })).toBeGreaterThan(id);
  });

  test("goes by thumbprint as well", async () => {
    const id = await place();
    emulator.control.advance({ days: 300 });
    const { thumbprint } = (await info(id))["certificate"] as { thumbprint: string };
    await place({ renewed_thumbprint: thumbprint.toLowerCase() });
    expect((await info(id))["is_renewed"]).toBe(true);
  });
});

describe("revocation", () => {
  test("of one certificate leaves the order issued and reissuable", async () => {
    const id = await place();
    const { serial_number: serial } = (await info(id))["certificate"] as { serial_number: string };
    const done = await api("PUT", `/certificate/${serial}/revoke`, admin);
    expect([done.status, done.text]).toEqual([204, ""]);
    expect(await info(id)).toMatchObject({ status: "issued", certificate: { status: "revoked" } });
    expect((await reissue(id)).status).toBe(201);
    expect((await api("PUT", `/certificate/${serial}/revoke`, admin)).status).toBe(400);
  });

  test("of the last certificate ends the order where the account is set so", async () => {
    const id = await place();
    emulator.control.configure({ revokeOrderWhenAllCertificatesRevoked: true });
    const certificateId = (await emulator.control.order(id))?.certificates[0]?.id;
    await api("PUT", `/certificate/${certificateId}/revoke`, admin);
    expect((await info(id))["status"]).toBe("revoked");
  });

  test("of an order ends all it has", async () => {
    const id = await place();
    await reissue(id);
    await api("PUT", `/order/certificate/${id}/revoke`, admin);
    const order = await emulator.control.order(id);
    expect(order).toMatchObject({ status: "revoked" });
    expect(
      order?.certificates.map(({ status, revocationReason }) => [status, revocationReason]),
    ).toEqual([
      ["revoked", "superseded"],
      ["revoked", "superseded"],
    ]);
  });

  test("without skip_approval is a request that an administrator approves", async () => {
    const id = await place();
    const { status, json } = await api("PUT", `/order/certificate/${id}/revoke`, {
      comment: "please",
    });
    expect(status).toBe(201);
    expect(json).toMatchObject({ type: "revoke", status: "pending", comments: "please" });
    const path = `/request/${String(json["id"])}`;
    expect((await api("PUT", `${path}/status`, { status: "approved" })).status).toBe(204);
    expect((await info(id))["status"]).toBe("revoked");
    expect(codesOf(await api("PUT", `${path}/status`, { status: "approved" }))).toEqual([
      "request_already_processed",
    ]);
  });

  test("by a key without the role may not skip approval", async () => {
    const id = await place();
    emulator.control.configure({ keyRole: "standard" });
    const refused = await api("PUT", `/order/certificate/${id}/revoke`, admin);
    expect([refused.status, ...codesOf(refused)]).toEqual([
      403,
      "access_denied|missing_permission",
    ]);
    emulator.control.configure({ skipApprovalWithoutRole: "ignore" });
    expect((await api("PUT", `/order/certificate/${id}/revoke`, admin)).status).toBe(201);
  });
});

describe("approval and cancellation", () => {
  test("in two steps", async () => {
    emulator.control.configure({ approval: "two-step" });
    const id = await place();
    await emulator.control.approve(id);
    expect((await info(id))["status"]).toBe("needs_approval");
    await emulator.control.approve(id);
    expect((await info(id))["status"]).toBe("issued");
  });

  test("a rejected request ends the order", async () => {
    emulator.control.configure({ approval: "one-step" });
    const id = await place();
    const [request] = (await info(id))["requests"] as { id: number }[];
    await api("PUT", `/request/${request!.id}/status`, {
      status: "rejected",
      processor_comment: "no",
    });
    expect((await info(id))["status"]).toBe("rejected");
    expect((await api("GET", `/request/${request!.id}`)).json).toMatchObject({
      status: "rejected",
      processor_comment: "no",
      date_processed: expect.any(String),
    });
  });

  test("only what waits is canceled, and only with a note", async () => {
    emulator.control.configure({ issuance: "delayed" });
    const id = await place();
    const path = `/order/certificate/${id}/status`;
    expect(codesOf(await api("PUT", path, { status: "canceled" }))).toEqual(["missing_value:note"]);
    expect((await api("PUT", path, { status: "canceled", note: "n" })).status).toBe(204);
    expect((await info(id))["status"]).toBe("canceled");
    expect((await api("PUT", path, { status: "canceled", note: "n" })).status).toBe(400);
  });

  test("a delayed issuance comes with the clock, or after so many looks", async () => {
    emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 3600 });
    const id = await place();
    emulator.control.advance({ minutes: 59 });
    expect((await info(id))["status"]).toBe("pending");
    emulator.control.advance({ minutes: 1 });
    expect((await info(id))["status"]).toBe("issued");
    emulator.control.configure({ issuance: "immediate", issuanceDelayPolls: 2 });
    const polled = await place();
    const seen = [await info(polled), await info(polled), await info(polled)];
    expect(seen.map(({ status }) => status)).toEqual(["pending", "pending", "issued"]);
  });
});

test("validations run out where switched so, and a reissue then waits", async () => {
  await emulator.close();
  emulator = await startEmulator({
    now: "2026-03-02T12:00:00Z",
    frozen: true,
    validationExpires: true,
  });
  api = apiOf(emulator);
  const id = await place();
  emulator.control.advance({ days: 200 });
  await reissue(id);
  expect((await info(id))["status"]).toBe("reissue_pending");
  emulator.control.validateDomain("example.com");
  expect((await info(id))["status"]).toBe("issued");
});

test("downloads by certificate, order and platform; the chain with the leaf first", async () => {
  const id = await place();
  const certificateId = (await emulator.control.order(id))?.certificates[0]?.id;
  const count = (text: string): number => text.match(/BEGIN CERTIFICATE/g)?.length ?? 0;
  const all = await api("GET", `/certificate/${certificateId}/download/format/pem_all`);
  expect([count(all.text), all.headers.get("content-type")]).toEqual([3, "application/x-pem-file"]);
  expect(new X509Certificate(all.text).publicKey.equals(key.publicKey)).toBe(true);
  expect(
    count((await api("GET", `/certificate/${certificateId}/download/format/pem_noroot`)).text),
  ).toBe(2);
  expect(
    count((await api("GET", `/certificate/download/order/${id}/format/pem_nointermediate`)).text),
  ).toBe(1);
  expect(count((await api("GET", `/certificate/${certificateId}/download/platform/29`)).text)).toBe(
    3,
  );
  expect(count((await api("GET", `/certificate/download/order/${id}`)).text)).toBe(3);
  const { intermediates } = (await api("GET", `/certificate/${certificateId}/chain`)).json as {
    intermediates: { subject_common_name: string }[];
  };
  expect(intermediates).toHaveLength(3);
  expect(intermediates[0]?.subject_common_name).toBe("example.com");
});

test("status changes: none is an empty object, too long a time is refused", async () => {
  expect((await api("GET", "/order/certificate/status-changes?minutes=5")).json).toEqual({});
  const id = await place();
  expect((await api("GET", "/order/certificate/status-changes?minutes=5")).json).toMatchObject({
    orders: [{ order_id: id, status: "issued" }],
  });
  emulator.control.advance({ minutes: 6 });
  expect((await api("GET", "/order/certificate/status-changes?minutes=5")).json).toEqual({});
  expect(codesOf(await api("GET", "/order/certificate/status-changes?minutes=10081"))).toEqual([
    "time_frame_too_long",
  ]);
});
