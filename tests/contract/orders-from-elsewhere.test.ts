/** Orders that were placed elsewhere and are named by the program: used while they live and match, and once. */
import { type Life, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
  await life.www.up();
  await life.today("2027-01-22");
});

afterEach(() => life.close());

const control = () => life.emulator.control;

/** The certificate of `www`, as if it had been ordered by hand. */
const elsewhere = async () => (await control().orders())[0]!;

describe.each([
  ["renewalOfOrderId", async () => (await elsewhere()).id],
  ["renewedThumbprint", async () => (await elsewhere()).certificates[0]!.thumbprint],
])("%s", (input, valueOf) => {
  test("renews once: left in the program, it is not renewed again", async () => {
    const change = { [input]: await valueOf() };
    expect((await (await life.declare(change, "web")).up()).step).toBe("create");
    expect((await control().orders())[1]).toMatchObject({ renewalOfOrderId: Number(life.www.id) });
    await life.today();
    const again = await (await life.declare(change, "again")).up();
    expect([again.step, again.error]).toEqual([
      "refused",
      expect.stringMatching(
        `it was renewed already, by order \\d+. Nothing was bought; remove ${input}, and the next preview shows an order`,
      ),
    ]);
    expect(life.paid()).toHaveLength(2);
  });

  test("of an order that has ended, or of another product, is refused before paying", async () => {
    const change = { [input]: await valueOf() };
    const other = await life.declare({ ...change, product: "ssl_basic" }, "other");
    expect((await other.up()).error).toContain("its product is ssl_plus, not ssl_basic");
    control().revokeOrder(Number(life.www.id));
    await life.today();
    const late = await life.declare(change, "late");
    expect((await late.up()).error).toContain("it is revoked. Nothing was bought");
    expect(life.paid()).toHaveLength(1);
  });
});

test("renewalOfOrderId of an order that CertCentral does not know is refused before paying", async () => {
  const web = await life.declare({ renewalOfOrderId: 7 }, "web");
  expect((await web.up()).error).toMatch(/renew order 7: CertCentral does not know it/);
  expect(life.paid()).toHaveLength(1);
});

test("adoptOrderId of another product says to remove it, and then an order is shown", async () => {
  const change = { adoptOrderId: Number(life.www.id), product: "ssl_basic" };
  const web = await life.declare(change, "web");
  expect((await web.up()).error).toMatch(/not ssl_basic.*remove adoptOrderId, and the next/);
  expect((await web.up({ adoptOrderId: undefined })).step).toBe("create");
  expect(web.issuance).toMatchObject({ action: "order" });
});
