// An emulator in a process of its own, so that what it signs does not hold up who is measured.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { root, toolEnv } from "../steps.mjs";

/**
 * @param {string[]} flags
 */
export async function startEmulator(flags = []) {
  const path = join(root, "emulator", "bin", "certcentral-emulator.cjs");
  const flagsOfAll = ["--no-mild-faults", "--set", "balance=1000000000", ...flags];
  const child = spawn("node", [path, ...flagsOfAll], {
    env: toolEnv,
    stdio: ["ignore", "pipe", "inherit"],
  });
  /** @type {Record<string, string>} */
  const told = {};
  for await (const line of createInterface({ input: child.stdout })) {
    const [name = "", value = ""] = line.split(/ +/);
    told[name] = value;
    if (line === "ready") break;
  }
  const { api = "", control = "", key = "" } = told;
  /**
   * @param {string} name
   * @param {unknown[]} args
   */
  const ask = async (name, ...args) => {
    const reply = await fetch(`${control}/${name}`, {
      method: "POST",
      body: JSON.stringify(args),
      headers: { "content-type": "application/json" },
    });
    const text = await reply.text();
    /** @type {unknown} */
    const answer = text === "" ? undefined : JSON.parse(text);
    return answer;
  };
  return {
    url: api,
    apiKey: key,
    /** Forgets what was asked so far. */
    clear: () => ask("clearRequests"),
    /** What it was asked since. */
    requests: async () =>
      /** @type {{ status: number, charge: number }[]} */ (await ask("requests")),
    orders: async () => /** @type {unknown[]} */ (await ask("orders")),
    /** @param {string} instant ISO 8601 */
    setClock: (instant) => ask("setClock", instant),
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof startEmulator>>} Emulator */
