import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { type Command, Option } from "commander";

import type { ListedOrder, Order } from "../../provider/certcentral/client";
import type { Reader } from "../../provider/certcentral/reader";
import { fileExists, nothingToImport } from "../../provider/messages/cli";
import { formatExamples } from "../help";
import { addConnectionFlags, connect, type Connection, type ConnectionFlags } from "../connection";
import { readDomain, readPositive } from "../flags";
import { makeReport } from "../report/rows";
import { showProgress, type World, writeNew, writing } from "../world";
import { declareOrders, type ProgramFile } from "./program";
import { type Filter, fits, isAdoptable, isBeingReissued } from "./select";
import { formatSummary, type Imported } from "./summary";
import { writeTypeScript } from "./typescript";
import { writeYaml } from "./yaml";

interface Flags extends ConnectionFlags, Filter {
  out: string;
  format: keyof typeof formats;
  json?: true;
}

const formats = { typescript: writeTypeScript, yaml: writeYaml };

export function addImport(program: Command, world: World): void {
  const command = program
    .command("import")
    .summary("a program that takes over orders that exist")
    .addHelpText(
      "after",
      formatExamples(
        ["all orders below a domain", "certcentral import --domain example.com --out certificates"],
        ["in YAML, for the plugin", "certcentral import --format yaml --out certificates"],
      ),
    )
    .description(
      "Writes a program that takes over the issued orders of the account, or those that fit the filters, with names, CSRs and " +
        "what else they were placed with filled in. In TypeScript its preview plans `adopt` for each; in YAML, for the plugin certcentral, each has the option `import`. " +
        "Both are free. No file is overwritten.",
    )
    .requiredOption("--out <folder>", "folder of the new program")
    .addOption(
      new Option("--format <format>", "language of the program")
        .choices(Object.keys(formats))
        .default("typescript"),
    )
    .option("--product <id>", "orders for this product")
    .option(
      "--domain <name>",
      "orders that have a name that is this domain or below it",
      readDomain,
    )
    .option("--organization <id>", "orders of this organization", readPositive)
    .option("--container <id>", "orders in this container (division)", readPositive)
    .option("--json", "say what was written as JSON");
  addConnectionFlags(command).action(async (flags: Flags) => {
    const { out, format } = flags;
    const connection = connect(flags, world);
    const reader = connection.reader();
    const name = basename(resolve(out)).replace(/[^\w.-]/g, "-");
    // Before the minutes that many orders take.
    for (const { path } of formats[format]([], name)) refuseExisting(out, path);
    const { listed, chosen, changing } = await selectOrders(reader, flags, world);
    if (chosen.length === 0) throw new Error(nothingToImport(listed));
    const orders = await readOrders(reader, chosen, world);
    const { declared, leftOut } = declareOrders(orders, findDue(chosen, connection));
    writeFiles(out, formats[format](declared, name));
    const imported: Imported = {
      folder: out,
      format,
      certificates: declared.map(({ resource, orderId }) => ({ resource, orderId })),
      leftOut: [...leftOut, ...changing.map(describeChanging)],
      notes: declared.flatMap(({ notes }) => notes),
      others: listed - chosen.length - changing.length,
    };
    world.output.write(
      flags.json === true ? `${JSON.stringify(imported, undefined, 2)}\n` : formatSummary(imported),
    );
  });
}

/** What the planner would reissue or renew today. */
function findDue(
  orders: readonly ListedOrder[],
  { today, settings }: Connection,
): Set<number | undefined> {
  const account = {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    waiting: new Map<number, Order>(),
    domains: [],
    currency: undefined,
  };
  const { paidActions } = settings;
  const { rows } = makeReport({ account, today, paidActions, showsEnded: true });
  const due = rows.filter(({ plans: [next] }) => next?.day === today);
  return new Set(due.map(({ orderId }) => orderId));
}

async function readOrders(
  reader: Reader,
  chosen: readonly ListedOrder[],
  world: World,
): Promise<Order[]> {
  const orders: Order[] = [];
  for (const { orderId } of chosen) {
    const order = await reader.getOrder(orderId);
    if (order !== undefined) orders.push(order);
    showProgress(world, `${orders.length} of ${chosen.length} orders read`);
  }
  showProgress(world, "");
  return orders;
}

async function selectOrders(
  reader: Reader,
  filter: Filter,
  world: World,
): Promise<{ listed: number; chosen: ListedOrder[]; changing: ListedOrder[] }> {
  const chosen = new Map<number, ListedOrder>();
  const changing = new Map<number, ListedOrder>();
  const listed = new Set<number>();
  for await (const page of reader.pageOrders({ product: filter.product })) {
    for (const order of page) {
      listed.add(order.orderId);
      if (!fits(order, filter)) continue;
      if (isAdoptable(order)) chosen.set(order.orderId, order);
      if (isBeingReissued(order)) changing.set(order.orderId, order);
    }
    showProgress(world, `${chosen.size} of ${listed.size} listed orders fit`);
  }
  return { listed: listed.size, chosen: [...chosen.values()], changing: [...changing.values()] };
}

function describeChanging({ orderId, commonName = "no name" }: ListedOrder): string {
  return `order ${orderId} for ${commonName}: a reissue of it waits, import it once that is issued`;
}

function writeFiles(folder: string, files: readonly ProgramFile[]): void {
  for (const { path } of files) refuseExisting(folder, path);
  for (const { path, text } of files) {
    const target = join(folder, path);
    writing(target, () => mkdirSync(dirname(target), { recursive: true }));
    writeNew(target, text);
  }
}

function refuseExisting(folder: string, path: string): void {
  const target = join(folder, path);
  if (existsSync(target)) throw new Error(fileExists(target));
}
