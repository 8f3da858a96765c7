/** Policies that remediate rewrite inputs after the check, and the engine asks no further one: the announced plan is not theirs. */
import { type Life, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

test("an order for what a policy has rewritten is refused: the plan announced another one", async () => {
  const { provider, www } = life;
  const { inputs } = await provider.check({}, www.declared);
  for (const rewriting of [{ product: "ssl_ev_plus" }, { orderValidity: { days: 90 } }]) {
    await expect(provider.create({ ...inputs, ...rewriting })).rejects.toThrow(
      /: create certificate: (product|orderValidity) rewritten after the check.*CC440/s,
    );
  }
  expect(life.paid()).toEqual([]);
  expect(await provider.create(inputs)).toMatchObject({ outs: { product: "ssl_plus" } });
});

test("a replacement or reissue is refused likewise, and what the plan does not rest on is stored", async () => {
  const { provider, www } = life;
  await www.up();
  const { id = "", outputs = {} } = www;
  const { inputs } = await provider.check(www.inputs ?? {}, www.declared);
  await expect(provider.diff(id, outputs, { ...inputs, product: "ssl_basic" })).rejects.toThrow(
    /: replace certificate: product rewritten.*CC440/s,
  );
  const named = { ...inputs, dnsNames: ["example.com", "more.example.com"] };
  await expect(provider.update(id, outputs, named)).rejects.toThrow(
    /: update certificate: dnsNames rewritten.*CC440/s,
  );
  expect(await life.statuses()).toEqual([["issued"]]);
  const kept = await provider.update(id, outputs, { ...inputs, onDelete: "keep" });
  expect(kept).toMatchObject({ outs: { onDelete: "keep" } });
});
