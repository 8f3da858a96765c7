// What somebody with thousands of certificates asks before taking this up, each answered by doing it.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openInlineStack } from "../inline-stack.mjs";
import { root } from "../steps.mjs";
import { startEmulator } from "./emulator.mjs";
import { certificates } from "./programs.mjs";

/** @import { Emulator } from "./emulator.mjs" */
/** @typedef {{ asked: string, answer: string }} Answer */

const firstDay = "2026-02-24";
const dayOfReissues = "2026-08-20";
const dayOfRenewals = "2027-02-01";

/** @param {string} day */
const noonOf = (day) => `${day}T12:00:00Z`;

/**
 * @param {number} size
 * @returns {Promise<Answer[]>}
 */
export async function answerQuestions(size) {
  return [
    await breakOffAtHalf(size),
    await runTwoPipelines(Math.ceil(size / 2)),
    await renewAll(size),
    weighPackage(),
  ];
}

/** @param {number} size */
async function breakOffAtHalf(size) {
  const emulator = await startEmulator(["--no-rate-limits"]);
  try {
    return await withStack("broken-off", await certificates(size), emulator, async (stack) => {
      const broken = new AbortController();
      let created = 0;
      await stack
        .up({
          signal: broken.signal,
          onEvent: ({ resOutputsEvent }) => {
            if (resOutputsEvent?.metadata.op === "create") created += 1;
            if (created === Math.ceil(size / 2)) broken.abort();
          },
        })
        .catch(() => undefined);
      await emulator.clear();
      const seconds = await time(() => stack.up());
      const calls = (await emulator.requests()).length;
      const orders = (await emulator.orders()).length;
      return {
        asked: `An \`up\` of ${size}, broken off at half, and run again`,
        answer: `${orders} orders in all; the second run took ${seconds} s and ${calls} calls`,
      };
    });
  } finally {
    await emulator.stop();
  }
}

/** @param {number} size */
async function runTwoPipelines(size) {
  const emulator = await startEmulator();
  try {
    const runs = ["one", "other"].map(async (name) => {
      const program = await certificates(size, { below: `.${name}.example.com` });
      return withStack(name, program, emulator, (stack) => time(() => stack.up()));
    });
    const seconds = await Promise.all(runs);
    const all = await emulator.requests();
    const refused = all.filter(({ status }) => status === 429).length;
    return {
      asked: `Two pipelines on one key at a time, ${size} new certificates each, limits as shipped`,
      answer: `${seconds.join(" and ")} s; ${all.length} calls, of which CertCentral refused ${refused} (429), which were repeated`,
    };
  } finally {
    await emulator.stop();
  }
}

/** @param {number} size */
async function renewAll(size) {
  const emulator = await startEmulator(["--now", noonOf(firstDay), "--frozen"]);
  try {
    return await withStack("renewed", await certificates(size), emulator, async (stack) => {
      const liveOn = async (/** @type {string} */ day) => {
        await emulator.setClock(noonOf(day));
        stack.workspace.envVars["CERTCENTRAL_NOW"] = noonOf(day);
      };
      await liveOn(firstDay);
      await stack.up();
      await liveOn(dayOfReissues);
      await stack.up();
      await liveOn(dayOfRenewals);
      await emulator.clear();
      const seconds = await time(() => stack.up());
      const all = await emulator.requests();
      const paid = all.filter(({ charge }) => charge > 0).length;
      return {
        asked: `A day on which ${size} renew, limits as shipped`,
        answer: `${paid} renewals in ${seconds} s, with ${all.length} calls`,
      };
    });
  } finally {
    await emulator.stop();
  }
}

/** Packed, and on a disk with all that it needs beside Pulumi's own SDK. */
function weighPackage() {
  const pack = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const told = execFileSync("npm", pack, { cwd: root, encoding: "utf8" });
  const [{ size, unpackedSize }] = /** @type {[{ size: number, unpackedSize: number }]} */ (
    JSON.parse(told)
  );
  const needed = listNeeded(root, new Set());
  const bytes = [...needed].reduce((sum, folder) => sum + weigh(folder), unpackedSize);
  return {
    asked: "Bytes installed",
    answer: `${megabytes(size)} MB packed; ${megabytes(bytes)} MB on the disk with its ${needed.size} dependencies, beside Pulumi's SDK`,
  };
}

/**
 * The folders of what a package depends on, and of what those do.
 * @param {string} folder
 * @param {Set<string>} found
 */
function listNeeded(folder, found) {
  const { dependencies = {} } = /** @type {{ dependencies?: Record<string, string> }} */ (
    JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  );
  for (const name of Object.keys(dependencies)) {
    const own = join(folder, "node_modules", name);
    const needed = existsSync(own) ? own : join(root, "node_modules", name);
    if (found.has(needed)) continue;
    found.add(needed);
    listNeeded(needed, found);
  }
  return found;
}

/** @param {string} folder @returns {number} */
function weigh(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .map((entry) => join(folder, entry.name))
    .reduce(
      (sum, path) => sum + (statSync(path).isDirectory() ? weigh(path) : statSync(path).size),
      0,
    );
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/**
 * @template Result
 * @param {string} name
 * @param {import("@pulumi/pulumi/automation/index.js").PulumiFn} program
 * @param {Emulator} emulator
 * @param {(stack: import("@pulumi/pulumi/automation/index.js").Stack) => Promise<Result>} work
 */
async function withStack(name, program, emulator, work) {
  const home = mkdtempSync(join(tmpdir(), "certcentral-bench-"));
  const stack = await openInlineStack(home, { projectName: "bench", stackName: name, program });
  await stack.setConfig("certcentral:apiKey", { value: emulator.apiKey, secret: true });
  await stack.setConfig("certcentral:url", { value: emulator.url });
  try {
    return await work(stack);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** @param {() => Promise<unknown>} work */
async function time(work) {
  const since = performance.now();
  await work();
  return Math.round((performance.now() - since) / 1000);
}
