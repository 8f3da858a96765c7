/** What the chaos suite broke, counted for `docs/guarantees.md`, which says no other numbers. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");
const tool = join(repository, "tools", "guarantees.mjs");
const folder = join(repository, ".cache", "guarantees");

export class Counts {
  readonly #rows: Record<string, Record<string, number | string>> = {};

  /** @param table its name in `tools/guarantees.mjs` */
  constructor(readonly table: string) {}

  set(row: string, column: string, count: number | string): void {
    this.#rows[row] = { ...this.#rows[row], [column]: count };
  }

  /** Keeps the counts for the page, which the tool then writes. */
  keep(): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${this.table}.json`), JSON.stringify(this.#rows, null, 2));
  }

  /** Throws where the page says other numbers. */
  compareWithPage(): void {
    this.keep();
    execFileSync(process.execPath, [tool, "--check", this.table], { stdio: "pipe" });
  }
}
