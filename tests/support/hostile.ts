/** Properties as nobody would write them, and what must be true of any answer to them. */
import fc from "fast-check";

import { fieldNames } from "../../provider/certificate/plan/fields";
import { unknownValue } from "../../provider/wire";
import type { Properties } from "./dynamic-provider";

const signature = "4dabf18193072939515e22adb298388d";

/** An object in objects in objects. */
function nested(depth: number): unknown {
  return depth === 0 ? [] : { issuance: nested(depth - 1) };
}

/** A value of any type, and of those that the engine wraps. */
export const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.jsonValue() },
  fc.constant(unknownValue),
  fc.constantFrom<unknown>(
    null,
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    { [signature]: "1b47061264138c4ac30d75fd1eb44270" },
    { [signature]: "1b47061264138c4ac30d75fd1eb44270", value: { [signature]: 1 } },
    { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", id: [] },
    { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", secret: true },
    { [signature]: "c44067f5952c0a294b673a41bacd8c17", hash: "", text: "asset" },
    { [signature]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: {} },
    nested(80),
    // Ten of more are too many for the trailers that Node's client takes; the engine takes them.
    "x".repeat(3_000),
    1e308,
    -0,
    "\u0000",
    "\ud800",
  ),
);

const hidden = ["issuance", "validation", "__urn", "__awaited", "__held", "__doubt", "constructor"];
const names = [...fieldNames, ...hidden, "name", "domainId", "certificate", "fullChainPem"];

/** Some properties of any resource. */
export const hostileProperties: fc.Arbitrary<Properties> = fc.dictionary(
  fc.constantFrom(...names),
  hostile,
  { maxKeys: 6 },
);

/**
 * Refused in words of its own, or answered.
 *
 * @returns what was said where it was refused; empty where it was answered
 */
export async function answers(work: Promise<unknown>): Promise<string> {
  const said = await work.then(
    () => "",
    (error: unknown) => String(error),
  );
  expect(said).not.toMatch(/is not a function|cannot read prop|undefined|\bat \w+.*\.js:\d+/i);
  return said;
}
