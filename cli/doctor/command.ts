import { type Command, Option } from "commander";

import { isRefusal } from "../../provider/certcentral/reader";
import type { CertificateInputs } from "../../provider/certificate/plan/fields";
import { pluralize } from "../../provider/format";
import { doctorWantsNames } from "../../provider/messages/cli";
import { omitUndefined, unknownValue } from "../../provider/wire";
import { formatExamples } from "../help";
import { addConnectionFlags, connect, type ConnectionFlags } from "../connection";
import { type ExitCode, exitCodes } from "../exit-codes";
import { readPositive, refuseAlone } from "../flags";
import { listFailures, readPreview } from "../previews";
import { readJson, showProgress, type World } from "../world";
import { describeAccount, examineClock, examineKey, examineView, gatherFacts } from "./examine";
import { type Finding, note, problem, tellFindings } from "../findings";
import { judgeOrder, type JudgedOrder } from "./judge";

interface Flags extends ConnectionFlags {
  json?: true;
  for?: string;
  product?: string;
  names?: string[];
  organization?: number;
  years?: number;
}

export function addDoctor(program: Command, world: World, end: (code: ExitCode) => void): void {
  const command = program
    .command("doctor")
    .summary("what the key can see, and what an order would trip over")
    .addHelpText(
      "after",
      formatExamples(
        ["a new key", "certcentral doctor"],
        ["before an order costs", "pulumi preview --json | certcentral doctor --for -"],
        [
          "without a program",
          "certcentral doctor --product ssl_plus --names www.example.com example.com --organization 117483",
        ],
      ),
    )
    .description(
      "The key, its role and its view, the limits, the clock; products, organizations, domains and custom fields of the account. With a " +
        "preview, or a product and names: what that order would trip over, before it costs.",
    )
    .option("--for <preview>", "what `pulumi preview --json` wrote; - for standard input")
    .addOption(new Option("--product <id>", "judge an order for this product").conflicts("for"))
    .option("--names <name...>", "its names, the common name first")
    .option("--organization <id>", "its organization", readPositive)
    .option("--years <number>", "its length", readPositive)
    .option("--json", "as JSON");
  addConnectionFlags(command).action(async (flags: Flags) => {
    refuseAlone(command, "product", ["names", "organization", "years"]);
    const connection = connect(flags, world);
    const { today, clock, settings } = connection;
    const { orders, ofPreview } = readOrders(flags);
    const findings = await examine(async (found) => {
      const reader = connection.reader();
      showProgress(world, "asking CertCentral");
      found(await examineKey(reader));
      const facts = await gatherFacts(reader);
      found(await examineView(reader, facts.orders));
      found(examineClock(reader, clock));
      found(describeAccount(facts, today));
      for (const order of orders) {
        const isEnabled = facts.products.some(({ nameId }) => nameId === order.inputs.product);
        const product = isEnabled
          ? await reader.getProduct(String(order.inputs.product))
          : undefined;
        found(judgeOrder({ ...order, product }, facts, today, settings.paidActions));
      }
      found(ofPreview);
    });
    const { per5Seconds, per3Minutes } = settings.client().rateLimits;
    const limits = `at most ${per5Seconds} requests in 5 seconds and ${per3Minutes} in 3 minutes; CertCentral answered ${pluralize(connection.waits(), "time")} that there were too many`;
    const all = [...findings, note("limits", limits)];
    showProgress(world, "");
    if (tellFindings({ today, findings: all }, flags, world)) end(exitCodes.found);
  });
}

/** What is found until CertCentral refuses a call, and then its words. No answer at all is no finding. */
async function examine(
  steps: (found: (findings: Finding[]) => void) => Promise<void>,
): Promise<Finding[]> {
  const all: Finding[] = [];
  try {
    await steps((findings) => {
      all.push(...findings);
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    all.push(problem("key", error.message));
  }
  return all;
}

/** The orders to judge, and what the preview says of itself: what it failed by, or that it does nothing. */
function readOrders({ for: path, product, names = [], organization, years }: Flags): {
  orders: JudgedOrder[];
  ofPreview: Finding[];
} {
  if (path !== undefined) {
    const json = readJson(path);
    const failures = listFailures(json).map(({ stack, resource, text }) =>
      problem("order", `${stack} ${resource}: the preview failed: ${text}`),
    );
    const orders = readPreview(json, path).map(({ stack, resource, inputs, fate }) => ({
      name: `${stack} ${resource}`,
      inputs,
      isFromFlags: false,
      isUntouched: fate === "untouched",
    }));
    const isIdle = failures.length === 0 && orders.length === 0;
    return {
      orders,
      ofPreview: isIdle ? [note("order", "nothing is done to any certificate")] : failures,
    };
  }
  if (product === undefined) return { orders: [], ofPreview: [] };
  const [commonName, ...dnsNames] = names;
  if (commonName === undefined) throw new Error(doctorWantsNames());
  const inputs: CertificateInputs = {
    product,
    commonName,
    dnsNames,
    ...omitUndefined({
      organization: organization === undefined ? undefined : { id: organization },
      orderValidity: years === undefined ? undefined : { years },
    }),
    // What was not given is not judged.
    csr: unknownValue,
    technicalContact: unknownValue,
  };
  return { orders: [{ name: commonName, inputs, isFromFlags: true }], ofPreview: [] };
}
