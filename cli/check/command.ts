import { readFileSync } from "node:fs";

import { type Command, Option } from "commander";

import type { Reader } from "../../provider/certcentral/reader";
import { expectedUnknown, fileUnreadable, hostUnreachable } from "../../provider/messages/cli";
import { isIssued } from "../../provider/certificate/order/order";
import { unsafeDaysLeft } from "../../provider/rules";
import { parseChain } from "../../provider/x509/chain";
import { formatExamples } from "../help";
import { addConnectionFlags, connect, type ConnectionFlags } from "../connection";
import { type ExitCode, exitCodes } from "../exit-codes";
import { readDays, readPositive, refuseAlone } from "../flags";
import { tellFindings } from "../findings";
import { chooseCertificates } from "../previews";
import { readStackExport } from "../stacks";
import { describeCause, readJson, type World } from "../world";
import { compareServed, type Expected } from "./compare";
import { askServer, type Target } from "./served";

interface Flags extends ConnectionFlags {
  state?: string;
  resource?: string;
  order?: number;
  ca?: string;
  failUnder: number;
  json?: true;
}

/** A certificate that is meant, and the root under it where it is known. */
type Meant = Expected & { rootPem: string };

export function addCheck(program: Command, world: World, end: (code: ExitCode) => void): void {
  const command = program
    .command("check")
    .summary("is the certificate that a server presents the right one")
    .addHelpText(
      "after",
      formatExamples(
        [
          "after a deployment",
          "pulumi stack export | certcentral check www.example.com --state - --resource www",
        ],
        ["beside an order", "certcentral check www.example.com:8443 --order 112233"],
        [
          "a pipeline that fails two weeks before the end",
          "certcentral check www.example.com --fail-under 14",
        ],
      ),
    )
    .description(
      "The certificate that a server presents: its days, its names, its chain, and whether it is the one of a stack or of an order. " +
        "No other address is asked than the one that is named, and CertCentral for an order.",
    )
    .argument("<host>", "www.example.com, or with a port: www.example.com:8443")
    .option(
      "--state <export>",
      "compare with the certificate in what `pulumi stack export` wrote; - for standard input",
    )
    .option("--resource <name>", "with --state: the certificate of that name")
    .addOption(
      new Option("--order <id>", "compare with the certificate of this order")
        .argParser(readPositive)
        .conflicts("state"),
    )
    .option("--ca <file>", "a root to trust beside those of this machine, PEM")
    .addOption(
      new Option("--fail-under <days>", `exit ${exitCodes.found} where it has fewer days left`)
        .argParser(readDays)
        .default(unsafeDaysLeft),
    )
    .option("--json", "as JSON");
  addConnectionFlags(command).action(async (host: string, flags: Flags) => {
    refuseAlone(command, "state", ["resource"]);
    const connection = connect(flags, world);
    const { today } = connection;
    const meant = await findMeant(flags, () => connection.reader());
    const roots = [
      meant?.rootPem ?? "",
      ...(flags.ca === undefined ? [] : [readText(flags.ca)]),
    ].filter(Boolean);
    const served = await askServer(readTarget(host), roots);
    const findings = compareServed(served, meant, today, flags.failUnder);
    if (tellFindings({ today, findings }, flags, world)) end(exitCodes.found);
  });
}

async function findMeant(
  { state, resource, order }: Flags,
  reader: () => Reader,
): Promise<Meant | undefined> {
  if (order !== undefined) return findInOrder(order, reader());
  if (state === undefined) return undefined;
  const all = chooseCertificates(readStackExport(readJson(state), state), resource, state);
  const [first, ...others] = all;
  if (first === undefined || others.length > 0)
    throw new Error(expectedUnknown(state, `it has ${all.length} of them`));
  const { fullChainPem, rootPem = "" } = first.state ?? {};
  const origin = `${first.stack} ${first.resource}`;
  if (fullChainPem === undefined) throw new Error(expectedUnknown(origin, "none is issued yet"));
  return { origin, fullChainPem, rootPem };
}

async function findInOrder(orderId: number, reader: Reader): Promise<Meant> {
  const origin = `order ${orderId}`;
  const order = await reader.getOrder(orderId);
  if (order === undefined) throw new Error(expectedUnknown(origin, "CertCentral does not show it"));
  const { id } = order.certificate;
  if (id === undefined || !isIssued(order))
    throw new Error(expectedUnknown(origin, `none is issued yet, it is ${order.status}`));
  const { fullChainPem, rootPem } = parseChain(await reader.getChain(id));
  return { origin, fullChainPem, rootPem };
}

/** `host`, `host:port`, `[::1]:port`, or the address of a page, as it is copied from a browser. */
function readTarget(text: string): Target {
  const url = /^https:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(url)) throw new Error(hostUnreachable(text, "it is no host"));
  const { hostname, port } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 443) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(fileUnreadable(path, describeCause(error)), { cause: error });
  }
}
