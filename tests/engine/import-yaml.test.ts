/** What `certcentral import --format yaml` writes, on the real engine: orders are imported by reads alone, and what is due waits for a preview that says so. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

import { type Imported, importSchema } from "../../cli/import/summary";
import {
  type AccountWorld,
  openAccount,
  placeOrder,
  placeWithAll,
  today,
} from "../support/account";
import { runCertcentral } from "../support/command-line";
import { hasYaml, openStack, type TestStack } from "../support/stack";

const where = hasYaml ? describe : describe.skip;

where("a program in YAML", () => {
  const wanted = 50;
  const parent = mkdtempSync(join(__dirname, "..", "..", ".cache", "import-yaml-"));
  const folder = join(parent, "shop");
  let account: AccountWorld;
  let stack: TestStack;
  let imported: Imported;
  /** Orders that are due for a reissue today. */
  let due: number[];

  beforeAll(async () => {
    account = await openAccount(12);
    await placeWithAll(account.emulator, account.csr);
    due = [...account.orders.due, ...account.orders["short of days"]];
    for (let number = 0; number < wanted; number++) {
      const certificate = { common_name: `new-${number}.example.com`, csr: account.csr };
      await placeOrder(account.emulator, "ssl_plus", {
        certificate,
        organization: { id: 117483 },
      });
    }
    const args = ["import", "--format", "yaml", "--out", folder, "--json"];
    const { output } = await runCertcentral(args, account.environment);
    imported = importSchema.parse(JSON.parse(output));
    stack = await openStack(account.emulator, {});
    stack.now = `${today}T12:00:00Z`;
    stack.program = folder;
  });

  afterAll(async () => {
    stack.close();
    rmSync(parent, { recursive: true });
    await account.emulator.close();
  });

  test("the up imports each order, and sends nothing but GET", async () => {
    account.emulator.control.clearRequests();
    const { failure, output } = await stack.up();
    expect(failure).toBeUndefined();
    const [, number = ""] = /= (\d+) imported/.exec(output) ?? [];
    expect(Number(number)).toBe(imported.certificates.length - due.length);
    expect(Number(number)).toBeGreaterThanOrEqual(wanted);
    const asked = account.emulator.control.requests();
    expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
    const [first] = imported.certificates;
    expect(await stack.resource(first?.resource ?? "")).toMatchObject({
      id: String(first?.orderId),
    });
  });

  test("the next preview leaves them unchanged, and plans what is due alone, free", async () => {
    const { failure, output } = await stack.preview(false);
    expect(failure).toBeUndefined();
    const unchanged = imported.certificates.length - due.length + 1; // and the stack itself
    expect(output).toContain(`${unchanged} unchanged`);
    expect(output).toContain(`~ ${due.length} to update`);
    const plans = output.match(/^.*(order|renew|reissue|adopt) until \S+, .*$/gm) ?? [];
    expect(new Set(plans.map((line) => line.includes(": free, covered by the order")))).toEqual(
      new Set([true]),
    );
  });
});
