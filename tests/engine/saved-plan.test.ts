/** A saved plan carries out what was approved on its day, and on another day nothing else: as docs/guides/pipelines.md says. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openShop, type Shop } from "../support/shop";

let shop: Shop;
let folder: string;
let plan: string;

beforeEach(async () => {
  shop = await openShop({ day: "2026-02-24" });
  folder = mkdtempSync(join(tmpdir(), "certcentral-plan-"));
  plan = join(folder, "plan.json");
});

afterEach(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

async function savePlan(): Promise<void> {
  const { failure } = await shop.stack.preview(true, plan);
  expect(failure).toBeUndefined();
}

test("an order is placed by its plan on the same day, and refused on the next", async () => {
  await savePlan();
  shop.today("2026-02-25");
  const late = await shop.stack.up({ plan });
  expect(late.failure).toMatch(/violates plan: properties changed: .*issuance/);
  expect(shop.paid()).toEqual([]);

  await savePlan();
  expect((await shop.stack.up({ plan })).failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(1);
});

test("a plan with nothing in it serves until something is due", async () => {
  await shop.stack.up();
  await savePlan();
  shop.today("2026-02-25");
  expect((await shop.stack.up({ plan })).output).toContain("2 unchanged");
  shop.today("2026-08-10");
  const due = await shop.stack.up({ plan });
  expect(due.failure).toMatch(/violates plan: properties changed: .*issuance/);
  expect(await shop.statuses()).toHaveLength(1);
});
