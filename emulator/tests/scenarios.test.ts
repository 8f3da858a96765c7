/** Each scenario does what its line in the README says; accounts and keys given at the start. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import {
  type Emulator,
  type EmulatorOptions,
  type ScenarioName,
  scenarioNames,
  startEmulator,
} from "../src";
import { scenarios } from "../src/scenarios";
import { type Api, apiOf, codesOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let csr: string;

beforeAll(async () => {
  ({ csr } = await newKey());
});

async function start(options: EmulatorOptions): Promise<void> {
  const now = "2026-11-24T12:00:00Z";
  emulator = await startEmulator({ now, frozen: true, rateLimits: false, ...options });
  api = apiOf(emulator);
}

const place = (change: Record<string, unknown> = {}, key?: string) =>
  api("POST", "/order/certificate/ssl_plus", orderOf(csr, change), key);
const statusOf = async (id: unknown) =>
  (await api("GET", `/order/certificate/${String(id)}`)).json["status"];
const validDays = async (id: unknown) => {
  const { certificate } = (await api("GET", `/order/certificate/${String(id)}`)).json;
  return (certificate as Record<string, number>)["days_remaining"];
};

const tried: Record<ScenarioName, () => Promise<void>> = {
  "ov-three-days": async () => {
    const { id } = (await place()).json;
    emulator.control.advance({ days: 3, seconds: -1 });
    expect(await statusOf(id)).toBe("pending");
    emulator.control.advance({ seconds: 1 });
    expect(await statusOf(id)).toBe("issued");
  },
  approver: async () => {
    expect((await place()).json["requests"]).toMatchObject([{ status: "pending" }]);
  },
  "two-approvers": async () => {
    expect((await place()).json["requests"]).toMatchObject([{ status: "submitted" }]);
  },
  "standard-key": async () => {
    const { id } = (await place()).json;
    await emulator.control.approve(Number(id));
    const revoke = `/order/certificate/${String(id)}/revoke`;
    expect((await api("PUT", revoke, { skip_approval: true })).status).toBe(403);
    expect((await api("PUT", revoke, {})).json["status"]).toBe("pending");
  },
  "nothing-validated": async () => {
    const { id } = (await place()).json;
    expect(await statusOf(id)).toBe("pending");
    await emulator.control.validateOrder(Number(id));
    emulator.control.validateOrganization(117483);
    expect(await statusOf(id)).toBe("issued");
  },
  "validation-ends": async () => {
    expect(await statusOf((await place()).json["id"])).toBe("issued");
    emulator.control.advance({ days: 1 });
    expect(await statusOf((await place()).json["id"])).toBe("pending");
  },
  "no-plans": async () => {
    const { id } = (await place()).json;
    const { order_valid_till: end, certificate } = (
      await api("GET", `/order/certificate/${String(id)}`)
    ).json;
    expect((certificate as Record<string, string>)["valid_till"]).toBe(end);
  },
  "three-year-plans": async () => {
    expect((await place({ order_validity: { years: 3 } })).status).toBe(201);
    expect((await place({ order_validity: { years: 4 } })).status).toBe(400);
  },
  "unique-references": async () => {
    await place({ alternative_order_id: "x" });
    expect((await place({ alternative_order_id: "x" })).status).toBe(400);
  },
  "no-funds": async () => {
    expect(codesOf(await place())).toEqual(["insufficient_funds"]);
  },
  "expiring-order": async () => {
    const [order] = await emulator.control.orders();
    expect(order).toMatchObject({ status: "issued", orderValidTill: "2026-12-08" });
    expect(order?.certificates.map(({ kind }) => kind)).toEqual(["original", "reissue"]);
    expect((await place({ renewal_of_order_id: order?.id })).status).toBe(201);
  },
  "many-orders": async () => {
    const { orders, page } = (await api("GET", "/order/certificate?offset=1000")).json;
    expect([(orders as unknown[]).length, page]).toMatchObject([200, { total: 1200 }]);
  },
  "days-99": async () => {
    expect(await validDays((await place()).json["id"])).toBe(98);
  },
  "days-46": async () => {
    expect(await validDays((await place()).json["id"])).toBe(45);
  },
  "far-away": async () => {
    const first = await Promise.race([
      api("GET", "/user/me").then(() => "answer"),
      pause(50).then(() => "nothing"),
    ]);
    expect(first).toBe("nothing");
  },
  "bad-day": async () => {
    for (let number = 0; number < 60; number++) {
      await api("GET", "/order/certificate").catch(() => undefined);
    }
    expect(emulator.control.requests().some(({ fault }) => fault !== undefined)).toBe(true);
  },
};

test("the README has each scenario's own words", () => {
  const readme = readFileSync(join(__dirname, "..", "README.md"), "utf8");
  for (const name of scenarioNames) {
    expect(readme).toContain(`| \`${name}\` | ${scenarios[name].does} |`);
  }
});

describe("the scenario", () => {
  afterEach(() => emulator.close());

  test.each(scenarioNames)("%s", async (scenario) => {
    const { now } = scenarios[scenario] as { now?: string };
    await start({ scenario, ...(now === undefined ? {} : { now }) });
    await tried[scenario]();
  });

  test("counts after what is given beside it", async () => {
    await start({ scenario: "no-funds", balance: 1000 });
    expect((await place()).status).toBe(201);
  });
});

describe("several accounts", () => {
  beforeEach(() => start({ keys: { same: 1696530, other: 42 } }));
  afterEach(() => emulator.close());

  test("keys of one account share its orders, those of another see none of them", async () => {
    const { id } = (await place()).json;
    const seen = async (key: string) =>
      (await api("GET", `/order/certificate/${String(id)}`, undefined, key)).status;
    expect([await seen("same"), await seen("other")]).toEqual([200, 404]);
  });

  test("no id of one account is an id of the other", async () => {
    const idsOf = async (key: string): Promise<unknown[]> => {
      const get = async (path: string) => (await api("GET", path, undefined, key)).json;
      const me = await get("/user/me");
      const lists = [
        (await get("/organization"))["organizations"],
        (await get("/domain"))["domains"],
        (await get("/account/metadata"))["metadata"],
        [me, me["container"]],
      ] as { id: number }[][];
      const [organization] = lists[0] ?? [];
      const [field] = lists[2] ?? [];
      const change = {
        organization: { id: organization?.id },
        custom_fields: [{ metadata_id: field?.id, value: "x" }],
      };
      const placed = (await place(change, key)).json;
      return [...lists.flat().map(({ id }) => id), placed["id"], placed["certificate_id"]];
    };
    const [first, second] = [await idsOf(emulator.apiKey), await idsOf("other")];
    expect(first).toHaveLength(9);
    expect(new Set([...first, ...second]).size).toBe(18);
  });

  test("an order of one account cannot name an organization of the other", async () => {
    expect(codesOf(await place({ custom_fields: [] }, "other"))).toEqual([
      "invalid_value:organization",
    ]);
  });
});
