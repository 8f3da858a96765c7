/** Reissues that wait, and certificates that were revoked: what is awaited, what makes room, what is told. */
import { makeKey } from "../support/csr";
import { type Life, liveUntilRenewal, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
  await life.www.up();
});

afterEach(() => life.close());

const control = () => life.emulator.control;

/** A run whose result is lost: the engine keeps what it had. */
async function loseRun(change: Record<string, unknown>): Promise<void> {
  const { www } = life;
  const { inputs, outputs } = www;
  await www.up(change);
  Object.assign(www, { inputs, outputs });
  await life.today();
}

test("a reissue of a run that broke off is awaited, not canceled and asked for again", async () => {
  const { www } = life;
  control().configure({ approval: "one-step" });
  const { csr } = await makeKey();
  await loseRun({ csr });
  expect((await www.up()).step).toBe("update");
  expect(await life.statuses()).toEqual([["issued", "pending"]]);
  await control().approve(Number(www.id));
  await www.up();
  expect(await www.up()).toEqual({ step: "same" });
  expect(await life.statuses()).toEqual([["issued", "issued"]]);
});

test("one of which more was asked than can be seen may be a person's: it is left alone, and told", async () => {
  control().configure({ approval: "one-step" });
  const { csr } = await makeKey();
  await loseRun({ csr });
  const { error } = await life.www.up({ csr, certValidity: { days: 90 } });
  expect(error).toMatch(/never canceled from here.*approved or rejected in the console.*CC320/);
  expect(await life.statuses()).toEqual([["issued", "pending"]]);
});

test("one that still waits when the renewal is bought makes room for it", async () => {
  await liveUntilRenewal(life);
  const { www } = life;
  await life.today("2027-01-20");
  control().configure({ approval: "one-step" });
  await www.up({ csr: (await makeKey()).csr });
  expect((await life.statuses())[0]).toEqual(["issued", "issued", "pending"]);
  control().configure({ approval: "none" });
  await life.today("2027-02-13");
  expect(await www.up()).toEqual({ step: "update" });
  expect(await life.statuses()).toEqual([["issued", "issued", "canceled"], ["issued"]]);
});

test("one that was issued unseen before the renewal was bought is ended with the resource", async () => {
  await liveUntilRenewal(life);
  const { www } = life;
  await life.today("2027-01-20");
  control().configure({ approval: "one-step" });
  await www.up({ csr: (await makeKey()).csr });
  await control().approve(Number(www.id));
  control().configure({ approval: "none" });
  await life.today("2027-02-13");
  expect(await www.up()).toEqual({ step: "update" });
  expect(life.paid()).toHaveLength(2);
  await life.today();
  await www.destroy();
  const [first, second] = await life.statuses();
  expect([first?.slice(1), second]).toEqual([["revoked", "revoked"], ["revoked"]]);
});

describe("a certificate that is revoked before it is seen", () => {
  test("as the first of an order: is reissued, free, and told", async () => {
    control().configure({ approval: "one-step" });
    const web = await life.declare({ csr: (await makeKey()).csr }, "web");
    await web.up();
    await control().approve(Number(web.id));
    control().configure({ approval: "none" });
    control().revokeCertificate((await control().order(Number(web.id)))!.certificates[0]!.id);
    expect(await web.up()).toEqual({ step: "update" });
    expect(web.said()).toMatch(/is reissued, free: it was revoked/);
    expect((await life.statuses())[1]).toEqual(["revoked", "issued"]);
  });

  test("as a reissue: does not become the output; the next preview shows another one", async () => {
    const { www } = life;
    const inUse = www.outputs?.["certificateId"];
    control().configure({ approval: "one-step" });
    await www.up({ csr: (await makeKey()).csr });
    await control().approve(Number(www.id));
    control().revokeCertificate((await control().orders())[0]!.certificates[1]!.id);
    control().configure({ approval: "none" });
    const { reasons } = await www.up();
    expect(reasons?.[0]).toMatch(/but it was revoked. It is not used; run `pulumi refresh`/);
    expect(www.outputs).toMatchObject({ certificateId: inUse });
    await www.refresh();
    expect(www.outputs).toMatchObject({ certificateId: inUse });
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({ action: "reissue" });
    expect(await life.statuses()).toEqual([["issued", "revoked", "issued"]]);
    expect(await www.up()).toEqual({ step: "same" });
  });
});

describe("with a revoked certificate in use, the deployment fails while", () => {
  beforeEach(() => {
    control().configure({ approval: "one-step" });
  });

  test("its reissue waits", async () => {
    const { www } = life;
    control().revokeCertificate(Number(www.outputs?.["certificateId"]));
    await www.refresh();
    expect((await www.up()).reasons?.[0]).toMatch(/needs approval/);
  });

  test("a new order waits after the old one was revoked", async () => {
    const { www } = life;
    control().revokeOrder(Number(www.id));
    await www.refresh();
    expect((await www.up()).reasons?.[0]).toMatch(/needs approval/);
    expect((await www.up()).reasons?.[0]).toMatch(/needs approval/);
  });
});
