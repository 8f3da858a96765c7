/** What the command line says when it cannot go on: CC600 to CC619. */
import { define } from "./define";

export const fileUnreadable = define(
  {
    code: "CC600",
    severity: "error",
    cause: "A file that a command was given cannot be read, or is not JSON.",
    remedy: "Give the path of the file, or `-` for standard input.",
  },
  (path: string, cause: string) =>
    `read ${path}: ${cause}. Give the path of a file, or - for standard input`,
);

export const noStackExport = define(
  {
    code: "CC601",
    severity: "error",
    cause: "A file is not what `pulumi stack export` writes.",
    remedy: "`pulumi stack export --stack <name> > <name>.json`.",
  },
  (path: string) =>
    `read the stack in ${path}: it is no export of a stack. Make one with \`pulumi stack export --stack <name> > <name>.json\``,
);

export const noPreview = define(
  {
    code: "CC602",
    severity: "error",
    cause:
      "A file is neither what `pulumi preview --json` nor what `pulumi stack export` writes, or it has no such certificate.",
    remedy: "`pulumi preview --json > preview.json`.",
  },
  (path: string, cause: string) =>
    `read the certificates in ${path}: ${cause}. Make one with \`pulumi preview --json > preview.json\``,
);

export const stackConfigurationUnreadable = define(
  {
    code: "CC603",
    severity: "error",
    cause:
      "The configuration of the stack that --stack names could not be read with the Pulumi CLI.",
    remedy:
      "Run the command in the project's folder, with `pulumi` on the PATH and its passphrase in the environment.",
  },
  (stack: string, cause: string) =>
    `read the configuration of stack ${stack}: ${cause}. Run it in the project's folder, with pulumi on the PATH`,
);

export const numberWrong = define(
  {
    code: "CC604",
    severity: "error",
    cause: "A flag that takes a number was given something else.",
    remedy: "Write it like `--fail-under 14`.",
  },
  (text: string) => `"${text}" is not a whole number, like 14`,
);

export const doctorWantsNames = define(
  {
    code: "CC605",
    severity: "error",
    cause: "`certcentral doctor --product` was given no names.",
    remedy:
      "`certcentral doctor --product ssl_plus --names www.example.com example.com --organization 117483`.",
  },
  () => "judge an order: there are no names. Give them with --names, the common name first",
);

export const codeUnknown = define(
  {
    code: "CC606",
    severity: "error",
    cause: "A code was to be explained that no message has.",
    remedy: "Copy it from the end of the message, with its number.",
  },
  (code: string) =>
    `explain ${code}: no message has that code. Copy it from the end of the message`,
);

export const resourceUnknown = define(
  {
    code: "CC607",
    severity: "error",
    cause: "A certificate was named that the file does not have.",
    remedy: "Leave the name out, or take one that the message lists.",
  },
  (resource: string, path: string, known: string) =>
    `find certificate ${resource}: ${path} has ${known === "" ? "none" : known}. Leave the name out for all of them`,
);

export const fileExists = define(
  {
    code: "CC608",
    severity: "error",
    cause:
      "A key or a CSR was to be written where a file is: a key is never overwritten, because a certificate may stand on it.",
    remedy: "Give another name with `--out`, or move the file away.",
  },
  (path: string) =>
    `write ${path}: the file exists, and is not overwritten. Give another name with --out`,
);

export const fileUnwritable = define(
  {
    code: "CC616",
    severity: "error",
    cause:
      "A file, or the result on standard output, could not be written: no such folder, no right to it, no room.",
    remedy: "Name a folder that can be written to, or make room.",
  },
  (path: string, why: string) =>
    `write ${path}: ${why === "ENOENT" ? "there is no such folder" : why}. Name a folder that can be written to, or make room`,
);

export const csrNamesWrong = define(
  {
    code: "CC609",
    severity: "error",
    cause: "A CSR was to be made for no name, or for one that no certificate can have.",
    remedy: "`certcentral csr www.example.com example.com`.",
  },
  (problem: string) =>
    `make a CSR: ${problem}. Write it like certcentral csr www.example.com example.com`,
);

export const hostUnreachable = define(
  {
    code: "CC610",
    severity: "error",
    cause:
      "A server that was to be checked presents no certificate: no name, no connection, no TLS on that port.",
    remedy: "`certcentral check <host>:<port>`, from where the server is reached.",
  },
  (host: string, cause: string) =>
    `check ${host}: ${cause}. Write it like www.example.com:443, and run it where the server is reached`,
);

export const expectedUnknown = define(
  {
    code: "CC611",
    severity: "error",
    cause:
      "A server was to be compared with a certificate, and the state or the order has none, or the state several.",
    remedy: "Name one with `--resource`, or give `--order` and its id.",
  },
  (what: string, cause: string) =>
    `find the certificate of ${what}: ${cause}. Name one with --resource, or give --order and its id`,
);

export const apiKeyNotGiven = define(
  {
    code: "CC613",
    severity: "error",
    cause: "A command was to ask CertCentral, and it was given no API key.",
    remedy:
      "`export CERTCENTRAL_API_KEY=<key>`; or `--stack <name>` in a project whose stack has one. A flag would show it to others.",
  },
  () =>
    "call CertCentral: there is no API key. Give it in the environment as CERTCENTRAL_API_KEY, or name a stack that has one with --stack",
);

export const addressWrong = define(
  {
    code: "CC614",
    severity: "error",
    cause:
      "The address in --url or CERTCENTRAL_URL is no URL, or not one that a key may be sent to.",
    remedy:
      "`--url http://127.0.0.1:8080/services/v2` for an emulator; for CertCentral `--region`.",
  },
  (subject: string, problem: string) =>
    `${subject} ${problem}. Write it like http://127.0.0.1:8080/services/v2, or leave it out for CertCentral itself`,
);

export const domainWrong = define(
  {
    code: "CC615",
    severity: "error",
    cause: "A flag that takes a domain was given something else.",
    remedy: "Write it like `--domain example.com`.",
  },
  (problem: string) => problem,
);

export const nothingToImport = define(
  {
    code: "CC612",
    severity: "error",
    cause:
      "No order that can be adopted fits what was asked for: adopted are issued orders that no other has renewed.",
    remedy: "`certcentral report` lists the orders; leave a filter out.",
  },
  (listed: number) =>
    `import orders: none of the ${listed} that are listed can be adopted and fits. Look at certcentral report, and leave a filter out`,
);
