// Removes what was made: builds, counts, the notes of the set-up. Dependencies and the engine stay.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { root } from "./steps.mjs";

for (const made of ["dist", "dist-plugin", "emulator/dist", "coverage", ".cache"]) {
  rmSync(join(root, made), { recursive: true, force: true });
}
