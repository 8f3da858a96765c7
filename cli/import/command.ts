import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import type { Command } from "commander";

import type { ListedOrder, Order } from "../../provider/certcentral/client";
import type { Reader } from "../../provider/certcentral/reader";
import { pluralize } from "../../provider/format";
import { fileExists, nothingToImport } from "../../provider/messages/cli";
import { formatExamples } from "../examples";
import { addConnectionFlags, connect, type ConnectionFlags } from "../connection";
import { readPositive } from "../flags";
import { showProgress, type World } from "../world";
import { type ProgramFile, writeProgram } from "./program";
import { type Filter, fits, isAdoptable } from "./select";

interface Flags extends ConnectionFlags, Filter {
  out: string;
}

export function addImport(program: Command, world: World): void {
  const command = program
    .command("import")
    .summary("a program that adopts orders that exist")
    .addHelpText(
      "after",
      formatExamples([
        "all orders below a domain",
        "certcentral import --domain example.com --out certificates",
      ]),
    )
    .description(
      "Writes a TypeScript program that adopts the issued orders of the account, or those that fit the filters, with names and CSRs " +
        "filled in. Its preview plans `adopt` for each, which is free. No file is overwritten.",
    )
    .requiredOption("--out <folder>", "folder of the new program")
    .option("--product <id>", "orders for this product")
    .option("--domain <name>", "orders whose common name is this domain or below it")
    .option("--organization <id>", "orders of this organization", readPositive)
    .option("--container <id>", "orders in this container (division)", readPositive);
  addConnectionFlags(command).action(async (flags: Flags) => {
    const reader = connect(flags, world).reader();
    refuseExisting(flags.out, "index.ts");
    const { listed, chosen } = await selectOrders(reader, flags);
    if (chosen.length === 0) throw new Error(nothingToImport(listed));
    const orders: Order[] = [];
    for (const { orderId } of chosen) {
      const order = await reader.getOrder(orderId);
      if (order !== undefined) orders.push(order);
      showProgress(world, `${orders.length} of ${chosen.length} orders`);
    }
    showProgress(world, "");
    const name = basename(resolve(flags.out)).replace(/[^\w.-]/g, "-");
    const { files, adopted, leftOut } = writeProgram(orders, name);
    writeFiles(flags.out, files);
    for (const line of leftOut) world.errors.write(`left out: ${line}\n`);
    const rest = listed - chosen.length;
    world.output.write(
      `${flags.out}: ${pluralize(adopted, "certificate")}; ${pluralize(rest, "other order")} of the account not adopted\n` +
        `Next: cd ${flags.out} && npm install && pulumi stack init && pulumi preview\n`,
    );
  });
}

async function selectOrders(
  reader: Reader,
  filter: Filter,
): Promise<{ listed: number; chosen: ListedOrder[] }> {
  const chosen = new Map<number, ListedOrder>();
  const listed = new Set<number>();
  for await (const page of reader.pageOrders({ product: filter.product })) {
    for (const order of page) {
      listed.add(order.orderId);
      if (isAdoptable(order) && fits(order, filter)) chosen.set(order.orderId, order);
    }
  }
  return { listed: listed.size, chosen: [...chosen.values()] };
}

function writeFiles(folder: string, files: readonly ProgramFile[]): void {
  for (const { path } of files) refuseExisting(folder, path);
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text, { flag: "wx" });
  }
}

function refuseExisting(folder: string, path: string): void {
  const target = join(folder, path);
  if (existsSync(target)) throw new Error(fileExists(target));
}
