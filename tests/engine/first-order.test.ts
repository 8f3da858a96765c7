import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate, Provider } from "pulumi-certcentral";

import { certificatesIn, opensslVerify } from "../support/certificates";
import { makeKey } from "../support/csr";
import { openShop, type Shop } from "../support/shop";
import { openStack } from "../support/stack";

let shop: Shop;

afterEach(() => shop.close());

test("an order issued at once: outputs, no-op, refresh, destroy", async () => {
  shop = await openShop();
  const { stack, emulator, key } = shop;

  const preview = await stack.preview();
  expect(preview.failure).toBeUndefined();
  expect(preview.output).toMatch(/action\s*: "order"/);
  expect(preview.output).toMatch(/cost\s*: "one paid order"/);
  expect(shop.calls()).toEqual([]);

  const up = await stack.up();
  expect(up.failure).toBeUndefined();
  const calls = shop.calls();
  expect(calls.slice(0, 4)).toEqual([
    "GET /user/me",
    expect.stringMatching(/^GET \/order\/alternate\/pulumi[0-9a-f]{40}$/),
    "GET /order/certificate",
    "POST /order/certificate/ssl_plus",
  ]);
  // Whether the key finds what it has placed is asked while the certificate is waited for.
  expect(calls.slice(4).sort()).toEqual([
    expect.stringMatching(/^GET \/order\/alternate\/pulumi[0-9a-f]{40}$/),
    expect.stringMatching(/^GET \/order\/certificate\/\d+$/),
  ]);

  const { fullChainPem, orderId } = await stack.outputs();
  const [leaf, intermediate] = certificatesIn(String(fullChainPem));
  expect(leaf?.publicKey.equals(key.publicKey)).toBe(true);
  expect(leaf?.subjectAltName).toBe("DNS:www.example.com, DNS:example.com");
  expect(leaf?.verify(intermediate!.publicKey)).toBe(true);
  const root = emulator.control.rootPem();
  expect(opensslVerify(root, String(fullChainPem), new Date())).toContain("leaf.pem: OK");

  const stored = await stack.resource("www");
  expect(stored).toMatchObject({ id: String(orderId), type: Certificate.pulumiType });
  expect(stored?.outputs).toMatchObject({
    orderId,
    status: "issued",
    accountId: 1696530,
    organizationId: 117483,
    serialNumber: leaf?.serialNumber,
    thumbprint: leaf?.fingerprint.replaceAll(":", ""),
    notAfter: leaf?.validToDate.toISOString(),
    certificateIds: [stored?.outputs["certificateId"]],
  });
  expect(stored?.outputs["rootPem"]).toBe(root.replaceAll("\r\n", "\n"));
  const state = await stack.stateText();
  expect(state).not.toContain(emulator.apiKey);
  expect(state).not.toContain("PRIVATE KEY");
  expect(up.output).not.toContain(emulator.apiKey);

  expect((await stack.up()).output).toContain("2 unchanged");
  expect(shop.calls()).toEqual([]);

  const refresh = await stack.refresh();
  expect(refresh.output).toContain("2 unchanged");
  expect(shop.calls()).toEqual([`GET /order/certificate/${String(orderId)}`]);
  expect((await stack.preview()).output).toContain("2 unchanged");

  const destroy = await stack.destroy();
  expect(destroy.failure).toBeUndefined();
  const [order] = await emulator.control.orders();
  expect(order?.certificates).toMatchObject([
    { status: "revoked", revocationReason: "cessation_of_operation" },
  ]);
  expect(shop.paid()).toHaveLength(1);
});

test("an order that needs approval fails with the reason, and the next up finishes the same order", async () => {
  shop = await openShop({ approval: "one-step" });
  const { stack, emulator } = shop;
  shop.declare({ issuanceTimeoutMinutes: 0.002 });

  const waiting = await stack.up();
  const [order] = await emulator.control.orders();
  const request = order!.requests[0]!.id;
  expect(waiting.failure).toContain(`order ${order!.id} needs approval of request ${request}`);
  expect(waiting.failure).toContain("run `pulumi up` again");
  expect((await stack.resource("www"))?.id).toBe(String(order!.id));

  await emulator.control.approve(request);
  const finished = await stack.up();
  expect(finished.failure).toBeUndefined();
  expect((await stack.outputs())["orderId"]).toBe(order!.id);
  expect(await emulator.control.orders()).toHaveLength(1);
  expect(shop.paid()).toHaveLength(1);
  expect((await stack.up()).output).toContain("2 unchanged");
});

test("a run that refreshes first ends what goes, as one that does not", async () => {
  shop = await openShop();
  const { stack } = shop;
  await stack.up();
  expect(
    (await stack.destroy(undefined, { refresh: true, runProgram: true })).failure,
  ).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked"]);

  await stack.up({ refresh: true });
  stack.program = () => Promise.resolve({});
  expect((await stack.up({ refresh: true })).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked", "revoked"]);
});

test("a destroy that runs the program keeps what the program has since said to keep", async () => {
  shop = await openShop();
  const { stack } = shop;
  await stack.up();
  shop.declare({ onDelete: "keep" });
  const { output, failure } = await stack.destroy(undefined, { runProgram: true });
  expect(failure).toBeUndefined();
  expect(output).toContain("is kept in CertCentral (onDelete: keep)");
  expect(await shop.statuses()).toEqual(["issued"]);
});

test("an order that is rejected says so, and is not ordered again until a refresh has shown it", async () => {
  shop = await openShop({ approval: "one-step" });
  const { stack, emulator } = shop;
  shop.declare({ issuanceTimeoutMinutes: 0.002 });
  await stack.up();
  const [order] = await emulator.control.orders();
  emulator.control.reject(order!.id, "not this quarter");

  const again = await stack.up();
  expect(again.failure).toContain(`order ${order!.id} is rejected`);
  expect(again.failure).toContain("pulumi refresh");
  expect(shop.paid()).toHaveLength(1);

  const refresh = await stack.refresh();
  expect(refresh.output).toContain(`order ${order!.id} is rejected`);
  const preview = await stack.preview();
  expect(preview.output).toContain(`order ${order!.id} is rejected`);
  expect(preview.output).toContain("one paid order");
});

test("a wrong key is told with what to do", async () => {
  shop = await openShop();
  await shop.stack.setConfig("certcentral:apiKey", "not-the-key", true);
  const up = await shop.stack.up();
  expect(up.failure).toContain("access_denied|access_denied_invalid_key, 403");
  expect(up.failure).toContain("pulumi config set --secret certcentral:apiKey");
  expect(up.failure).not.toContain("not-the-key");
  expect(await shop.emulator.control.orders()).toEqual([]);
});

test("a key in plain configuration and a setting that nobody reads are warned of, once a run; an encrypted key is not", async () => {
  shop = await openShop();
  const { stack, emulator } = shop;
  expect((await stack.preview()).output).not.toContain("plain text");
  await stack.setConfig("certcentral:apiKey", emulator.apiKey);
  await stack.setConfig("certcentral:paidAction", "deny");
  await stack.preview();
  const { output } = await stack.preview();
  expect(output.match(/stands in the stack's configuration as plain text/g)).toHaveLength(1);
  expect(output.match(/certcentral:paidAction of .* is no setting.*CC213/g)).toHaveLength(1);
  expect(output).not.toContain(emulator.apiKey);
});

test("the key is in no debug log: only where the engine itself writes down the configuration", async () => {
  shop = await openShop();
  const { emulator, key } = shop;
  const args = { product: "ssl_plus", commonName: "www.example.com", csr: key.csr };
  const stack = await openStack(
    emulator,
    () => {
      new Certificate("www", { ...args, organization: { id: 117483 } });
      return Promise.resolve({});
    },
    { CERTCENTRAL_API_KEY: emulator.apiKey },
  );
  const everything = { debug: true, logToStdErr: true, logVerbosity: 9 };
  try {
    const { output } = await stack.up(everything);
    const telling = output.split("\n").filter((line) => line.includes(emulator.apiKey));
    expect(telling.filter((line) => !line.includes(".Configure()"))).toEqual([]);
    await stack.removeConfig("certcentral:apiKey");
    const other = await stack.up({ ...everything, replace: ["**www"] });
    expect(other.output).toMatch(/debug: [^]*1 replaced/);
    expect(other.output).not.toContain(emulator.apiKey);
  } finally {
    stack.close();
  }
});

test("bad input is refused, all problems at once, and nothing reaches CertCentral", async () => {
  shop = await openShop();
  shop.declare({
    product: "ssl_ev_plus",
    commonName: "*.example.com",
    csr: "-----BEGIN CERTIFICATE REQUEST-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE REQUEST-----",
    renewBeforeDays: 120,
  });
  const { failure } = await shop.stack.preview();
  expect(failure).toMatch(/commonName.*wildcard/);
  expect(failure).toMatch(/csr[^]*cannot be parsed/);
  expect(failure).toMatch(/renewBeforeDays.*90 at most/);
  const up = await shop.stack.up();
  expect(up.failure).toContain("cannot be parsed");
  expect(shop.calls()).toEqual([]);
});

test("a certificate revoked outside is told by refresh, and reissued free by the next up", async () => {
  shop = await openShop();
  const { stack, emulator } = shop;
  await stack.up();
  const stored = await stack.resource("www");
  const certificateId = Number(stored?.outputs["certificateId"]);
  emulator.control.revokeCertificate(certificateId);

  const refresh = await stack.refresh();
  expect(refresh.output).toContain(`certificate ${certificateId} was revoked`);
  const preview = await stack.preview();
  expect(preview.output).toMatch(/action\s*: "order" => "reissue"/);
  const up = await stack.up();
  expect(up.failure).toBeUndefined();
  const [order] = await emulator.control.orders();
  expect(order?.certificates.map(({ status }) => status)).toEqual(["revoked", "issued"]);
  expect(shop.paid()).toHaveLength(1);
});

test("destroy rejects an order that needs approval, and cancels one that waits", async () => {
  shop = await openShop({ approval: "one-step" });
  const { stack, emulator } = shop;
  shop.declare({ waitFor: "placed" });
  expect((await stack.up()).failure).toBeUndefined();
  expect((await stack.destroy()).failure).toBeUndefined();
  expect((await emulator.control.orders())[0]?.status).toBe("rejected");

  emulator.control.configure({ approval: "none", issuance: "delayed", issuanceDelaySeconds: 9000 });
  expect((await stack.up()).failure).toBeUndefined();
  expect((await stack.destroy()).failure).toBeUndefined();
  expect((await emulator.control.orders())[1]?.status).toBe("canceled");
});

test("an explicit provider orders with its own key, in its own account", async () => {
  shop = await openShop();
  const other: Emulator = await startEmulator();
  const { csr } = await makeKey();
  const stack = await openStack(shop.emulator, () => {
    const emea = new Provider("emea", { apiKey: other.apiKey, url: other.url });
    new Certificate(
      "www",
      { product: "ssl_basic", commonName: "emea.example.com", csr, organization: { id: 117483 } },
      { provider: emea },
    );
    return Promise.resolve({});
  });
  try {
    await stack.setConfig("certcentral:paidActions", "deny");
    expect((await stack.preview()).failure).toContain("certcentral:paidActions denies");
    await stack.setConfig("certcentral:paidActions", "allow");
    const up = await stack.up();
    expect(up.failure).toBeUndefined();
    expect(await other.control.orders()).toHaveLength(1);
    expect(shop.calls()).toEqual([]);
    expect(await stack.stateText()).not.toContain(other.apiKey);
    expect(up.output).not.toContain(other.apiKey);
    expect((await stack.destroy()).failure).toBeUndefined();
  } finally {
    stack.close();
    await other.close();
  }
});
