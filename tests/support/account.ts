/** An account of an emulator with orders in all states, as years of use leave it. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { makeKey } from "./csr";

/** The day on which the account is looked at. */
export const today = "2026-11-29";

/** Last day of the validation that its orders stand on. */
export const domainsValidatedUntil = "2027-04-30";

type Act = (emulator: Emulator, orderId: number) => unknown;

interface Life {
  placedOn: string;
  body?: Record<string, unknown>;
  then?: { on: string; act: Act };
}

const unskipped = { skip_approval: false };

/** How an order came to be what it is. */
const lives = {
  issued: { placedOn: "2026-10-15" },
  due: { placedOn: "2026-06-09" },
  "short of days": { placedOn: "2026-05-18" },
  expired: { placedOn: "2025-11-10" },
  "long expired": { placedOn: "2025-03-01" },
  reissued: {
    placedOn: "2026-04-20",
    then: { on: "2026-10-20", act: ({ control }, id) => control.reissueInConsole(id) },
  },
  renewed: {
    placedOn: "2025-12-15",
    then: { on: "2026-11-12", act: ({ control }, id) => control.renewInConsole(id) },
  },
  "needs approval": { placedOn: "2026-11-20", body: unskipped },
  "waits for its domain": { placedOn: "2026-11-10", body: { fresh: true } },
  revoked: {
    placedOn: "2026-09-01",
    then: {
      on: "2026-11-05",
      act: ({ control }, id) => {
        control.revokeOrder(id);
      },
    },
  },
  canceled: {
    placedOn: "2026-11-01",
    body: { fresh: true },
    then: {
      on: "2026-11-06",
      act: ({ control }, id) => {
        control.cancelOrder(id);
      },
    },
  },
  rejected: {
    placedOn: "2026-11-02",
    body: unskipped,
    then: {
      on: "2026-11-07",
      act: ({ control }, id) => {
        control.reject(id);
      },
    },
  },
} as const satisfies Record<string, Life>;

export type OrderState = keyof typeof lives;
export const orderStates = Object.keys(lives) as OrderState[];

export interface AccountWorld {
  emulator: Emulator;
  /** Ids of the orders, by how they came to be what they are. */
  orders: Record<OrderState, number[]>;
  /** The environment in which the command line asks it. */
  environment: Record<string, string>;
  csr: string;
}

/** Opens an account with `size` orders, the states in turn, and looks at it on {@link today}. */
export async function openAccount(size: number): Promise<AccountWorld> {
  const emulator = await startEmulator({
    now: "2025-03-01T12:00:00Z",
    frozen: true,
    rateLimits: false,
    faultRates: {},
    balance: 1e9,
    approval: "one-step",
  });
  const { csr } = await makeKey();
  const orders = Object.fromEntries(
    orderStates.map((state) => [state, [] as number[]]),
  ) as AccountWorld["orders"];
  const acts = Array.from({ length: size }, (_, index) => {
    const state = orderStates[index % orderStates.length] ?? "issued";
    const life: Life = lives[state];
    let orderId = 0;
    const place = async (): Promise<void> => {
      orderId = await placeOrder(emulator, "ssl_multi_domain", bodyOf(csr, index, life.body));
      orders[state].push(orderId);
    };
    const { then } = life;
    return [
      { on: life.placedOn, act: place },
      ...(then === undefined ? [] : [{ on: then.on, act: () => then.act(emulator, orderId) }]),
    ];
  });
  for (const { on, act } of acts.flat().sort((one, other) => one.on.localeCompare(other.on))) {
    emulator.control.setClock(`${on}T12:00:00Z`);
    await act();
  }
  emulator.control.setClock(`${today}T12:00:00Z`);
  emulator.control.validateDomain("example.com", domainsValidatedUntil);
  await emulator.control.orders();
  emulator.control.clearRequests();
  const environment = {
    CERTCENTRAL_URL: emulator.url,
    CERTCENTRAL_API_KEY: emulator.apiKey,
    CERTCENTRAL_NOW: `${today}T12:00:00Z`,
  };
  return { emulator, orders, environment, csr };
}

function bodyOf(
  csr: string,
  index: number,
  { fresh = false, ...change }: Record<string, unknown> = {},
): Record<string, unknown> {
  const name = `shop-${String(index).padStart(3, "0")}`;
  const commonName = fresh === true ? `${name}.fresh.test` : `${name}.example.com`;
  return {
    certificate: { common_name: commonName, dns_names: [`www.${commonName}`], csr },
    organization: { id: 117483 },
    ...change,
  };
}

/** What no program that is written may be broken by: quotes, interpolations, comments, ends of lines that only some know. */
export const awkward =
  "a \"b\" \\ 'c' `${d}` $${e} $$ $f #g: {h} */ //\r\n\t\u0085\u2028 \u007f \ufeff M\u00fcnchen \ud83d\ude00";

/** Places an order with all that an order shows, in an account whose orders are approved. */
export async function placeWithAll(emulator: Emulator, csr: string): Promise<number> {
  const id = await placeOrder(emulator, "ssl_multi_domain", {
    certificate: {
      common_name: "xn--mnchen-3ya.example.com",
      dns_names: ["*.m.example.com"],
      csr,
      signature_hash: "sha384",
      server_platform: { id: 2 },
      organization_units: [awkward],
      profile_option: "server_client_auth_eku",
    },
    organization: { id: 117483 },
    container: { id: 6 },
    order_validity: { days: 300 },
    comments: awkward,
    custom_fields: [
      { metadata_id: 11, value: awkward },
      { metadata_id: 12, value: "" },
    ],
    additional_emails: ["team@example.com", "it's@example.com"],
    payment_method: "profile",
    dcv_method: "dns-cname-token",
    disable_ct: true,
    custom_renewal_message: awkward,
    disable_renewal_notifications: true,
    enable_guest_access: 1,
    skip_approval: false,
  });
  await emulator.control.approve(id);
  return id;
}

/** An order as a person places it in the console; `change` beside a year and no approval. */
export async function placeOrder(
  { url, apiKey }: Emulator,
  product: string,
  change: Record<string, unknown>,
): Promise<number> {
  const { certificate, ...rest } = change as { certificate: object };
  const response = await fetch(`${url}/order/certificate/${product}`, {
    method: "POST",
    headers: { "x-dc-devkey": apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      certificate: { signature_hash: "sha256", ...certificate },
      order_validity: { years: 1 },
      skip_approval: true,
      ...rest,
    }),
  });
  const { id } = (await response.json()) as { id?: number };
  if (id === undefined) throw new Error(`place order for ${product}: ${response.status}`);
  return id;
}
