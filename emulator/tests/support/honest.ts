/** Who asks, and what must be true of every answer: none is a mistake of the emulator's, none takes long. */
import type { Drawn } from "./hostile";

/** How long anybody waits for an answer: beyond it the emulator hangs. */
const patienceMs = 2000;

export interface Asked {
  url: string;
  controlUrl: string;
  apiKey: string;
}

/** Thrown where the emulator is at fault; where a test switched a fault on, it is not. */
export class Broken extends Error {}

export async function ask(of: Asked, { to, method, path, body }: Drawn): Promise<Response> {
  const signal = AbortSignal.timeout(patienceMs);
  const headers = { "x-dc-devkey": of.apiKey };
  const url = (to === "api" ? of.url : of.controlUrl) + path;
  const sent = { method, headers, signal, ...(body === undefined ? {} : { body }) };
  const response = await fetch(url, sent);
  // The body is part of the answer, and of the time that it takes.
  const text = await response.text();
  const isBodiless = [204, 205, 304].includes(response.status);
  return new Response(isBodiless ? null : text, response);
}

/** Asks, and judges the answer. Returns whether there was one. */
export async function askHostile(of: Asked, drawn: Drawn): Promise<boolean> {
  const what = `${drawn.method} ${drawn.to}${drawn.path} ${drawn.body?.slice(0, 300) ?? ""}`;
  const answer = await ask(of, drawn).catch((error: unknown) => {
    // By its name: a test's realm has another Error.
    if ((error as Error).name === "TimeoutError") {
      throw new Broken(`no answer within ${patienceMs} ms: ${what}`);
    }
    return undefined;
  });
  const text = (await answer?.text()) ?? "";
  if (text.includes("emulator_error")) throw new Broken(`500: ${what}`);
  if (answer !== undefined && answer.status < 500) return true;
  // A page of a gateway, or no reply at all: only if a test has asked for that.
  if (drawn.to === "api" && (await lastFault(of)) !== undefined) return answer !== undefined;
  throw new Broken(`${answer?.status ?? "no reply"}: ${what}`);
}

async function lastFault(of: Asked): Promise<string | undefined> {
  const log = (await control(of, "requests")) as { fault?: string }[];
  return log.at(-1)?.fault;
}

export async function control(of: Asked, name: string, ...given: unknown[]): Promise<unknown> {
  const body = JSON.stringify(given);
  const answer = await ask(of, { to: "control", method: "POST", path: `/${name}`, body });
  if (answer.status !== 200) throw new Broken(`control ${name}: ${await answer.text()}`);
  return answer.json();
}

/** What an honest client does and must get, whatever was asked before. */
export async function liveHonestly(of: Asked, body: object): Promise<void> {
  const api = async (method: string, path: string, given?: object): Promise<Response> => {
    const sent = given === undefined ? {} : { body: JSON.stringify(given) };
    const answer = await ask(of, { to: "api", method, path, ...sent });
    if (answer.status < 300) return answer;
    throw new Broken(`an honest ${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const placed = await api("POST", "/order/certificate/ssl_multi_domain", body);
  const { id, certificate_id: certificate } = (await placed.json()) as Record<string, number>;
  const order = (await (await api("GET", `/order/certificate/${id}`)).json()) as {
    status: string;
    certificate: { id: number };
  };
  if (order.status !== "issued" || order.certificate.id !== certificate) {
    throw new Broken(`an honest order is ${JSON.stringify(order)}`);
  }
  const chain = await (
    await api("GET", `/certificate/${certificate}/download/format/pem_all`)
  ).text();
  if (chain.split("-----BEGIN CERTIFICATE-----").length !== 4) throw new Broken(`chain: ${chain}`);
  const { orders } = (await (await api("GET", "/order/certificate")).json()) as {
    orders: object[];
  };
  if (orders.length !== 1) throw new Broken(`${orders.length} orders where there is one`);
  await api("PUT", `/certificate/${certificate}/revoke`, { skip_approval: true });
  const facts = await control(of, "order", id);
  if (!JSON.stringify(facts).includes('"revoked"')) throw new Broken("a revocation does nothing");
}
