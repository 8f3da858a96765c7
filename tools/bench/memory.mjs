// The most memory that a provider's process holds during a step, as Linux tells it; elsewhere nothing is known.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const servers = /cmd\/dynamic-provider|pulumi-resource-certcentral/;
const intervalMs = 50;

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<number>} megabytes; 0 where no provider was seen
 */
export async function peakDuring(work) {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, ...providers().map((pid) => megabytes(statusOf(pid, "VmHWM"))));
  };
  const looks = setInterval(look, intervalMs);
  try {
    await work();
  } finally {
    clearInterval(looks);
  }
  return peak;
}

/** Those that this process has started, by way of the engine. */
function providers() {
  const all = process.platform === "linux" ? readdirSync("/proc") : [];
  return all.filter(
    (pid) => /^\d+$/.test(pid) && servers.test(read(pid, "cmdline")) && isBelow(pid, process.pid),
  );
}

/**
 * @param {string} pid
 * @param {number} ancestor
 * @returns {boolean}
 */
function isBelow(pid, ancestor) {
  const parent = statusOf(pid, "PPid");
  return Number(parent) === ancestor || (Number(parent) > 1 && isBelow(parent, ancestor));
}

/**
 * @param {string} pid
 * @param {string} field
 */
function statusOf(pid, field) {
  return new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(read(pid, "status"))?.[1] ?? "0";
}

/** @param {string} kilobytes */
const megabytes = (kilobytes) => Number(kilobytes) / 1024;

/**
 * @param {string} pid
 * @param {string} file
 */
function read(pid, file) {
  try {
    return readFileSync(join("/proc", pid, file), "utf8");
  } catch {
    // The process has ended since it was seen.
    return "";
  }
}
