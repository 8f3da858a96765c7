/** A machine whose clock is wrong: nothing is bought, reissued or ended by it, and a refresh says so. */
import { type Life, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
  await life.www.up();
});

afterEach(() => life.close());

/** A later run by this machine's clock, while CertCentral has another day. */
async function today(local: string, real: string): Promise<void> {
  await life.today(local);
  life.emulator.control.setClock(`${real}T12:00:00Z`);
}

test("ahead: what lives is not let go of as if it had ended", async () => {
  await today("2027-06-01", "2026-03-01");
  expect((await life.www.up()).error).toMatch(/order: this machine's clock says 2027.*CC431/);
  await expect(life.www.destroy()).rejects.toThrow(
    /delete certificate \d+: this machine's clock says 2027.*set the clock.*CC431/,
  );
  expect(await life.statuses()).toEqual([["issued"]]);
  await life.today("2026-03-01");
  await life.www.destroy();
  expect(await life.statuses()).toEqual([["revoked"]]);
});

test("behind: a refresh says that nothing is due by it, and a change is refused", async () => {
  await today("2026-02-26", "2026-09-09");
  await life.www.refresh();
  expect(life.www.said()).toMatch(/says 2026-02-26.*CertCentral's 2026-09-09.*CC474/);
  expect((await life.www.up({ dnsNames: [] })).error).toMatch(/CC431/);
});

test("a day off is a time zone, or a run about midnight", async () => {
  await today("2026-02-26", "2026-02-25");
  await life.www.refresh();
  expect(life.www.said()).not.toContain("clock");
});
