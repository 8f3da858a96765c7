import { existsSync } from "node:fs";

import { type Command, Option } from "commander";
import { z } from "zod";

import { namesOf } from "../../provider/certificate/plan/spec";
import { csrNamesWrong, fileExists, noPreview } from "../../provider/messages/cli";
import { nameProblem, normalizeName } from "../../provider/names";
import { formatExamples } from "../help";
import { chooseCertificates, isDeclared, readCertificates } from "../previews";
import { readJson, type World, writeNew } from "../world";
import { type KeyKind, keyKinds, makeKeyAndCsr } from "./make";

interface Flags {
  out?: string;
  key: KeyKind;
  fromProgram?: string;
  resource?: string;
  json?: true;
}

/** What was made: the shape of `--json`. */
export const madeSchema = z.array(
  z.strictObject({
    key: z.string().describe("Path of the private key."),
    csr: z.string().describe("Path of the CSR."),
    names: z.array(z.string()).describe("Names of the CSR, the common name first."),
  }),
);

/** A key and a CSR to be made. */
interface Wanted {
  /** Their path, without `.key` and `.csr`. */
  base: string;
  names: string[];
}

/** Nobody but its owner reads a key. */
const keyMode = 0o600;

export function addCsr(program: Command, world: World): void {
  program
    .command("csr")
    .summary("a key and a CSR for names")
    .addHelpText(
      "after",
      formatExamples(
        ["a key for two names", "certcentral csr www.example.com example.com"],
        [
          "new keys for the certificates of a stack",
          "pulumi stack export | certcentral csr --from-program -",
        ],
      ),
    )
    .description(
      "Makes a private key, in a file that its owner alone can read, and a CSR for it. No file is ever overwritten. It asks nobody.",
    )
    .argument("[names...]", "names of the certificate, the common name first")
    .option(
      "--out <path>",
      "write <path>.key and <path>.csr; by default the common name, or the resource's",
    )
    .addOption(new Option("--key <kind>", "kind of the key").choices(keyKinds).default("p256"))
    .addOption(
      new Option(
        "--from-program <file>",
        "names of a program's certificates instead: what `pulumi preview --json` or `pulumi stack export` wrote",
      ),
    )
    .option("--resource <name>", "with --from-program: the certificate of that name alone")
    .option("--json", "say what was made as JSON")
    .action(async (names: string[], flags: Flags) => {
      const wanted = listWanted(names, flags);
      for (const { base, names: all } of wanted) refuseWrong(base, all);
      const made: z.infer<typeof madeSchema> = [];
      for (const { base, names: all } of wanted) {
        const { keyPem, csrPem } = await makeKeyAndCsr(flags.key, all);
        writeNew(`${base}.key`, keyPem, keyMode);
        writeNew(`${base}.csr`, csrPem, 0o644);
        made.push({ key: `${base}.key`, csr: `${base}.csr`, names: all });
        if (flags.json !== true)
          world.output.write(`${base}.key and ${base}.csr, for ${all.join(", ")}\n`);
      }
      if (flags.json === true) world.output.write(`${JSON.stringify(made, undefined, 2)}\n`);
    });
}

function listWanted(names: readonly string[], { out, fromProgram, resource }: Flags): Wanted[] {
  if (fromProgram === undefined) {
    const plain = names.map(normalizeName);
    return [{ base: out ?? (plain[0] ?? "").replace(/^\*/, "wildcard"), names: plain }];
  }
  const declared = readCertificates(readJson(fromProgram), fromProgram).filter(isDeclared);
  if (declared.length === 0) throw new Error(noPreview(fromProgram, "it has no certificate"));
  const chosen = chooseCertificates(declared, resource, fromProgram);
  return chosen.map((certificate) => {
    const { commonName } = certificate.inputs;
    const first = typeof commonName === "string" ? normalizeName(commonName) : "";
    const others = namesOf(certificate.inputs).filter((name) => name !== first);
    const file = certificate.resource.replace(/[^\w.-]/g, "-");
    const base = out === undefined ? file : chosen.length === 1 ? out : `${out}-${file}`;
    return { base, names: [first, ...others] };
  });
}

function refuseWrong(base: string, names: readonly string[]): void {
  const problems = names.flatMap((name) => nameProblem(name) ?? []);
  if (names.length === 0) throw new Error(csrNamesWrong("there are no names"));
  if (problems.length > 0) throw new Error(csrNamesWrong(problems.join("; ")));
  for (const path of [`${base}.key`, `${base}.csr`]) {
    if (existsSync(path)) throw new Error(fileExists(path));
  }
}
