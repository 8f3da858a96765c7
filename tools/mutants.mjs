// Lines that once could be changed with no test failing: each is changed in a copy, and its tests must fail there.
// `node tools/mutants.mjs [name ...]`. A line that no longer reads as below is an error, which `--check` looks for alone.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { setup } from "./setup.mjs";
import { root, run, runMain, step, toolEnv } from "./steps.mjs";

/** @type {{ name: string, file: string, from: string, to: string, tests: string }[]} */
const mutants = [
  {
    name: "what a refresh compares counts as use",
    file: "provider/certificate/lifecycle.ts",
    from: "state !== undefined && isDeclared)",
    to: "state !== undefined)",
    tests: "tests/model|contract/what-an-end-takes",
  },
  {
    name: "one text for two meanings",
    file: "provider/fields.ts",
    from: 'typeof one === "string" && one === other',
    to: 'typeof one === "string"',
    tests: "tests/plan",
  },
  {
    name: "the last day of an order is no day for a reissue",
    file: "provider/certificate/plan/plan.ts",
    from: "today <= issuance.coveredUntil",
    to: "today < issuance.coveredUntil",
    tests: "tests/plan",
  },
  {
    name: "a plan's identity without the end that it replaces",
    file: "provider/certificate/plan/identity.ts",
    from: "[action, reference, orderNumber, previousValidUntil, previousCoveredUntil]",
    to: "[action, reference, orderNumber, previousCoveredUntil]",
    tests: "tests/plan",
  },
  {
    name: "a plan's identity without the order's end that it replaces",
    file: "provider/certificate/plan/identity.ts",
    from: "[action, reference, orderNumber, previousValidUntil, previousCoveredUntil]",
    to: "[action, reference, orderNumber, previousValidUntil]",
    tests: "tests/plan",
  },
  {
    name: "a reissue is not capped by its order's end",
    file: "provider/rules.ts",
    from: "earliest(wished ?? coveredUntil, maxValidUntil(day), coveredUntil)",
    to: "earliest(wished ?? maxValidUntil(day), maxValidUntil(day))",
    tests: "tests/plan",
  },
  {
    name: "what would be due at once is bought",
    file: "provider/rules.ts",
    from: "return today < dueDay({ validFrom: today, ...next }, present.renewBeforeDays);",
    to: "return true;",
    tests: "tests/(plan|contract/dates)",
  },
  {
    name: "a renewal that ends no later is bought",
    file: "provider/certificate/run/preflight.ts",
    from: "coveredUntil !== undefined && coveredUntil <= end",
    to: "coveredUntil !== undefined && coveredUntil === ''",
    tests: "tests/contract/real-dates",
  },
  {
    name: "an order that is placed already is no obstacle",
    file: "provider/certificate/run/preflight.ts",
    from: "return `order ${orderId} is placed already, and is ${order.status}`;",
    to: "return undefined;",
    tests: "tests/contract/(plan-and-execution|what-happens-outside)",
  },
  {
    name: "a chain's signatures are not verified",
    file: "provider/x509/chain.ts",
    from: "certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)",
    to: "certificate.checkIssued(issuer)",
    tests: "tests/x509",
  },
  {
    name: "a leaf's key is not compared",
    file: "provider/x509/chain.ts",
    from: "csr !== undefined && chain.keyDigest !== csrKeyDigest(csr)",
    to: 'csr === "" && chain.keyDigest !== csrKeyDigest(csr)',
    tests: "tests/x509",
  },
  {
    name: "a domain that another resource took over is deactivated",
    file: "provider/domain/lifecycle.ts",
    from: "if (isHeld(context, state.domainId)) {",
    to: 'if (id === "") {',
    tests: "tests/(plan/domain|contract/domain)",
  },
  {
    name: "a destroy ends what others of the run use",
    file: "provider/certificate/run/revoke.ts",
    from: "owned.filter((one) => !spared.certificates.has(one.id))",
    to: "owned",
    tests: "tests/(contract/what-an-end-takes|model)",
  },
  {
    name: "the doubt of an order takes an older one of its reference",
    file: "provider/certificate/run/doubt.ts",
    from: "other.orderId - one.orderId",
    to: "one.orderId - other.orderId",
    tests: "tests/contract/whose-certificate",
  },
  {
    name: "a create awaits a canceled order",
    file: "provider/certificate/order/ownership.ts",
    from: `order.hasEnded, then: "pass over" },
  { when: (order) => order.isUsedByOther, then: "refuse: used elsewhere" },
  { when: (order) => order.isReplaced,`,
    to: `order.isReplaced && order.hasEnded, then: "pass over" },
  { when: (order) => order.isUsedByOther, then: "refuse: used elsewhere" },
  { when: (order) => order.isReplaced,`,
    tests: "tests/contract/whose-order",
  },
  {
    name: "an order of another kind is taken over",
    file: "provider/certificate/order/ownership.ts",
    from: '!order.isSameKind, then: "refuse: differs"',
    to: 'order.isUsedByOther, then: "refuse: differs"',
    tests: "tests/contract/whose-order",
  },
  {
    name: "one's own renewal is refused once the key changed",
    file: "provider/certificate/order/ownership.ts",
    from: "order.renewsOwn && order.isSameKind",
    to: "order.renewsOwn && order.isSameKey",
    tests: "tests/contract/whose-order",
  },
  {
    name: "one alternativeOrderId twice",
    file: "provider/certificate/run/others.ts",
    from: "note.reference === reference &&",
    to: 'note.reference === "" &&',
    tests: "tests/contract/whose-order",
  },
  {
    name: "who bears a reference is not seen",
    file: "provider/certificate/run/others.ts",
    from: "isChecked(note) && !own.has(note.urn) && orderNumberOf",
    to: "isChecked(note) && own.has(note.urn) && orderNumberOf",
    tests: "tests/contract/take-over",
  },
  {
    name: "any certificate in use is a successor",
    file: "provider/certificate/run/others.ts",
    from: "(certificate) => !certificates.includes(certificate)",
    to: "(certificate) => certificate > 0",
    tests: "tests/contract/what-an-end-takes",
  },
  {
    name: "what has nothing left to end is held up",
    file: "provider/certificate/order/ownership.ts",
    from: '!facts.hasSomethingToEnd, then: "end"',
    to: '!facts.hasSomethingToEnd && facts.isKept, then: "end"',
    tests: "tests/contract/what-an-end-takes",
  },
  {
    name: "the brake counts each check",
    file: "provider/certificate/run/others.ts",
    from: "return new Set(others.map((note) => note.urn)).size;",
    to: "return others.length;",
    tests: "tests/contract/plan-and-execution",
  },
  {
    name: "a new order of a broken-off run is refused",
    file: "provider/certificate/order/ownership.ts",
    from: 'order.isSameKind && order.isSameKey && order.isSameNames, then: "await"',
    to: 'order.renewsOwn && order.isSameKind, then: "await"',
    tests: "tests/contract/whose-order",
  },
  {
    name: "a row says everything twice",
    file: "provider/engine-log.ts",
    from: "if (said.has(words)) return silent();",
    to: "",
    tests: "tests/contract/rows-and-recorded-inputs",
  },
  {
    name: "adoptOrderId that was there already names the order of a doubt",
    file: "provider/certificate/run/doubt.ts",
    from: 'typeof named === "number" && named !== olds.adoptOrderId',
    to: 'typeof named === "number"',
    tests: "tests/contract/in-doubt",
  },
  {
    name: "a stack that may not pay pays for what is forgotten",
    file: "provider/certificate/run/doubt.ts",
    from: 'if (context.settings.paidActions === "deny") throw new Error(doubtDenied(doubt.reference));',
    to: "",
    tests: "tests/contract/in-doubt",
  },
  {
    name: "any key is proved",
    file: "provider/certificate/run/doubt.ts",
    from: "if (found.some(({ orderId }) => orderId === id)) return true;\n  }\n  return false;",
    to: "if (found.some(({ orderId }) => orderId === id)) return true;\n  }\n  return true;",
    tests: "tests/contract/in-doubt",
  },
  {
    name: "the list is not looked at in a doubt",
    file: "provider/certificate/run/doubt.ts",
    from: 'if (byList !== undefined) return { kind: "found", orderId: byList.id };',
    to: "",
    tests: "tests/contract/in-doubt",
  },
  {
    name: "a certificate that a person keeps is revoked",
    file: "provider/certificate/run/revoke.ts",
    from: "if (isForgotten(context, id)) {\n    await context.row.warn(forgotten(`certificate ${id}`));\n    return;\n  }",
    to: "",
    tests: "tests/contract/what-an-end-takes",
  },
  {
    name: "a replacement of what was renamed has another root",
    file: "provider/certificate/run/knowledge.ts",
    from: "return { root, isByOption };",
    to: "return { root: undefined, isByOption };",
    tests: "tests/contract/what-an-end-takes",
  },
  {
    name: "what the other door has checked is replaced",
    file: "provider/certificate/run/knowledge.ts",
    from: "note.urn === urn && note.door === run.door",
    to: "note.urn === urn",
    tests: "tests/plan/ownership",
  },
  {
    name: "what is used and not owned is not noted",
    file: "provider/certificate/order/state.ts",
    from: "certificateId === undefined ? ids : [...ids, certificateId]",
    to: "ids",
    tests: "tests/plan/ownership",
  },
  {
    name: "findUrns does not scan backward",
    file: "provider/certificate/run/others.ts",
    from: "else if (urns.has(note.urn)) urns.add(note.from);",
    to: "",
    tests: "tests/plan/ownership",
  },
  {
    name: "replaced orders of any resource",
    file: "provider/certificate/run/others.ts",
    from: 'note.kind === "replaced" && note.urn === urn,\n  );\n  return {\n    now',
    to: 'note.kind === "replaced",\n  );\n  return {\n    now',
    tests: "tests/plan/ownership",
  },
  {
    name: "one root through both doors",
    file: "provider/certificate/run/others.ts",
    from: "(note.urn !== own.urn || note.door !== own.door)",
    to: "note.urn !== own.urn",
    tests: "tests/plan/ownership",
  },
  {
    name: "an awaited order that is not shown is no obstacle",
    file: "provider/certificate/run/preflight.ts",
    from: "if (order === undefined) return `order ${orderId} is placed already, and is not shown`;\n  if (hasEnded(order)) return undefined;",
    to: "if (order === undefined || hasEnded(order)) return undefined;",
    tests: "tests/contract/what-happens-outside",
  },
  {
    name: "an order that lives is ordered again",
    file: "provider/certificate/run/preflight.ts",
    from: "return `it is ${order.status}, not ended`;",
    to: "return undefined;",
    tests: "tests/contract/plan-and-execution",
  },
  {
    name: "an order that is not shown counts as ended",
    file: "provider/certificate/run/preflight.ts",
    from: "if (order === undefined && !isGivenUp) {",
    to: "if (order === null) {",
    tests: "tests/contract/plan-and-execution",
  },
  {
    name: "the brake is not spent",
    file: "provider/certificate/run/place.ts",
    from: "  spendBrake(context, inputs);\n",
    to: "",
    tests: "tests/contract/plan-and-execution",
  },
  {
    name: "a look that breaks off loses the doubt",
    file: "provider/certificate/run/place.ts",
    from: 'findAfterLostReply(context, "the order", look).catch(() => undefined)',
    to: 'findAfterLostReply(context, "the order", look)',
    tests: "tests/contract/in-doubt",
  },
  {
    name: "what the old order got since is not claimed by a renewal",
    file: "provider/certificate/run/place.ts",
    from: "const known = present === undefined ? state : claimSeen(state, present);",
    to: "const known = state;",
    tests: "tests/contract/pending-reissue",
  },
  {
    name: "what has ended deploys on",
    file: "provider/certificate/run/go-on.ts",
    from: "plan?.warning !== undefined || hasEnded(state)",
    to: "plan?.warning !== undefined",
    tests: "tests/contract/what-happens-outside",
  },
  {
    name: "an order that another resource uses is adopted",
    file: "provider/certificate/run/adopt.ts",
    from: "if (urn !== undefined) throw new Error(orderUsedElsewhere(orderId, urn));",
    to: "",
    tests: "tests/contract/take-over",
  },
  {
    name: "a renewal by hand is owned",
    file: "provider/certificate/run/place.ts",
    from: "number > 0 ? awaiting : { ...awaiting, __awaited: { orderId: id, isOthers: true } }",
    to: "awaiting",
    tests: "tests/contract/what-happens-outside",
  },
  {
    name: "a renewal that is not shown counts as ended",
    file: "provider/certificate/run/refresh.ts",
    from: "await context.row.warn(notShown(`order ${awaited}`, before.accountId));\n    return undefined;",
    to: "return `order ${awaited} is not shown`;",
    tests: "tests/contract/what-happens-outside",
  },
  {
    name: "a finding is forgotten by the next list",
    file: "provider/certificate/order/listed.ts",
    from: "    plan.found === undefined &&\n",
    to: "",
    tests: "tests/contract/refresh-by-list",
  },
  {
    name: "another product's order is gone on with as one's own renewal",
    file: "provider/certificate/order/ownership.ts",
    from: "order.renewsOwn && order.isSameKind",
    to: "order.renewsOwn",
    tests: "tests/plan/ownership",
  },
  {
    name: "an own reissue of an adopted order is not ended",
    file: "provider/certificate/order/ownership.ts",
    from: "order.id === state.__adoptedOrderId && !isOwnReissue",
    to: "order.id === state.__adoptedOrderId",
    tests: "tests/plan/ownership",
  },
  {
    name: "a renewal is planned before it may be",
    file: "provider/certificate/plan/plan.ts",
    from: "if (today < opens) {",
    to: "if (today < addDays(opens, -1)) {",
    tests: "tests/plan/plan.test",
  },
  {
    name: "a cancellation is repeated",
    file: "provider/certcentral/orders.ts",
    from: 'await send({ ...call, method: "PUT", body: { status: "canceled", note } });',
    to: 'await send({ ...call, method: "PUT", isRepeatable: true, body: { status: "canceled", note } });',
    tests: "tests/certcentral",
  },
  {
    name: "each client has a limit of its own",
    file: "provider/certcentral/transport.ts",
    from: "  limiters.set(key, limiter);\n",
    to: "",
    tests: "tests/certcentral",
  },
  {
    name: "a wrong address says that a thing is gone",
    file: "provider/certcentral/api.ts",
    from: 'error.is("not_found") && !error.is("not_found|route")',
    to: 'error.is("not_found")',
    tests: "tests/certcentral",
  },
  {
    name: "machines that share a home share a run",
    file: "provider/journal.ts",
    from: ".update(`${kind} ${hostname()}`)",
    to: ".update(kind)",
    tests: "tests/contract/journal",
  },
  {
    name: "a keep is lost to an alias",
    file: "provider/journal.ts",
    from: "declared.set(one.urn, { ...declared.get(one.urn), ...one });",
    to: "declared.set(one.urn, one);",
    tests: "tests/contract/journal",
  },
  {
    name: "addedNames: deny is not heeded",
    file: "provider/certificate/run/limits.ts",
    from: 'inputs.addedNames === "deny"',
    to: 'inputs.addedNames === "denied"',
    tests: "tests/plan/limits",
  },
  {
    name: "what is listed and not shown is passed over",
    file: "provider/certificate/run/look.ts",
    from: 'if (order === undefined) throw new Error(orderNotReadable(id, "of its common name"));',
    to: "if (order === undefined) continue;",
    tests: "tests/contract/take-over",
  },
  {
    name: "an own order that lags is paid for again",
    file: "provider/certificate/run/look.ts",
    from: "if (orderNumberOf(root, reference) > 0) throw new Error(ownOrderLags(id, reference ?? root));",
    to: "if (orderNumberOf(root, reference) > 0) continue;",
    tests: "tests/contract/whose-order",
  },
  {
    name: "a renewal by hand is not followed after a doubt",
    file: "provider/certificate/run/doubt.ts",
    from: "const renewed = await readRenewed(context, props);",
    to: "const renewed = undefined;",
    tests: "tests/contract/in-doubt",
  },
];

await runMain(async () => {
  const wanted = process.argv.slice(2);
  if (wanted.includes("--check")) {
    for (const mutant of mutants) mutated(readFileSync(join(root, mutant.file), "utf8"), mutant);
    return;
  }
  await setup();
  const chosen = mutants.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  mkdirSync(join(root, ".cache"), { recursive: true });
  const folder = mkdtempSync(join(root, ".cache", "mutants-"));
  try {
    const listed = run("git", ["ls-files", "-co", "--exclude-standard", "-z"]);
    for (const file of listed.split("\0").filter(Boolean)) {
      cpSync(join(root, file), join(folder, file));
    }
    // Hard links: the provider's process finds this copy's build beside the SDK, and not the one of this checkout.
    for (const modules of ["node_modules", "emulator/node_modules", "emulator/dist"]) {
      if (!existsSync(join(root, modules))) continue;
      run("cp", ["-al", join(root, modules), join(folder, modules)]);
    }
    cpSync(join(root, ".cache", "engine.json"), join(folder, ".cache", "engine.json"));
    await step("nothing is changed", () => {
      const all = [...new Set(chosen.map(({ tests }) => tests))].join("|");
      if (!isGreen(folder, all))
        throw new Error("the tests fail already: they would kill anything");
      return "green";
    });
    /** @type {string[]} */
    const survivors = [];
    for (const mutant of chosen) {
      await step(mutant.name, () => {
        const path = join(folder, mutant.file);
        const text = readFileSync(path, "utf8");
        writeFileSync(path, mutated(text, mutant));
        const survives = isGreen(folder, mutant.tests);
        writeFileSync(path, text);
        if (survives) survivors.push(mutant.name);
        return survives ? "SURVIVED" : "killed";
      });
    }
    if (survivors.length > 0) throw new Error(`no test fails when: ${survivors.join("; ")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/**
 * @param {string} text
 * @param {typeof mutants[number]} mutant
 */
function mutated(text, { name, file, from, to }) {
  if (text.split(from).length === 2) return text.replace(from, () => to);
  throw new Error(`${name}: ${file} does not have once: ${from}`);
}

/**
 * @param {string} folder
 * @param {string} tests
 */
function isGreen(folder, tests) {
  // The provider's own process runs the build; types do not matter to a mutant.
  spawnSync("tsc", ["-p", "tsconfig.build.json", "--noCheck"], { cwd: folder, env: toolEnv });
  const options = ["--selectProjects", "unit", "--bail", "--testPathPattern", tests];
  const { status } = spawnSync("jest", options, { cwd: folder, env: toolEnv, stdio: "ignore" });
  return status === 0;
}
