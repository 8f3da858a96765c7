/** Policies that remediate rewrite inputs after the check, and the engine asks no further one: the announced plan is not theirs. */
import { certificate } from "../../provider/certificate/lifecycle";
import { keepNotes } from "../../provider/journal";
import type { Door } from "../../provider/note";
import { adapt } from "../../provider/resource";
import { startRun } from "../../provider/run";
import { serveDynamically } from "../../provider/serve";
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

test("also where the check of another one, which has its name through the other door, came in between", async () => {
  const notes = keepNotes();
  const open = (door: Door) => {
    const provider = adapt(
      certificate,
      serveDynamically(() => startRun(notes, door)),
    );
    provider.configure({ config: { get: (key) => life.config[key] } });
    return provider;
  };
  const [own, other] = [open("dynamic provider"), open("plugin")];
  const { declared } = life.www;
  const { inputs } = await own.check({}, declared);
  const { failures } = await other.check({}, { ...declared, alternativeOrderId: "another" });
  expect(failures).toEqual([]);
  await expect(own.create({ ...inputs, product: "ssl_ev_plus" })).rejects.toThrow("CC440");
  expect(life.paid()).toEqual([]);
});
