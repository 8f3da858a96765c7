// plugin/schema.json, made from the tables of inputs and outputs and their comments: `node tools/schema.mjs [--check]`.
// Wants the build. Source: https://www.pulumi.com/docs/iac/extending-pulumi/schema/
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { canBeUndefined, linesOf, member, objectSpec, types, typeSpec } from "./schema-types.mjs";
import {
  checker,
  docOf,
  documentation,
  exists,
  exportOf,
  interfaceOf,
  objectAt,
} from "./source.mjs";
import { keepPage } from "./pages.mjs";
import { root, runMain } from "./steps.mjs";

const load = createRequire(import.meta.url);
/** @type {{ version: string, description: string, homepage: string, license: string }} */
const manifest = load("../package.json");

/** @typedef {import("./schema-types.mjs").Spec} Spec */
/** @typedef {import("./schema-types.mjs").Line} Line */

await runMain(() => {
  keepPage("plugin/schema.json", `${JSON.stringify(schema(), undefined, 2)}\n`);
  return Promise.resolve();
});

function schema() {
  const repository = "https://github.com/pulumi-certcentral/pulumi-certcentral";
  const settings = configuration();
  const resources = {
    ...resource("Certificate", "provider/certificate/plan/fields.ts", {
      from: "provider/certificate/order/outputs.ts",
      more: { awaited: awaited() },
    }),
    ...resource("Domain", "provider/domain/fields.ts", { from: "provider/domain/outputs.ts" }),
    ...resource("DomainValidation", "provider/domain-validation/fields.ts", {
      from: "provider/domain-validation/outputs.ts",
    }),
    ...resource("IssuedCertificate", "provider/issued-certificate/fields.ts", {
      from: "provider/certificate/order/outputs.ts",
      table: "issuedOutputs",
    }),
  };
  return {
    name: "certcentral",
    displayName: "DigiCert CertCentral",
    version: manifest.version,
    description:
      "TLS certificates of DigiCert CertCentral as code: ordered, reissued, renewed and revoked.",
    keywords: [
      "pulumi",
      "digicert",
      "certcentral",
      "tls",
      "certificate",
      "category/infrastructure",
    ],
    homepage: repository,
    repository,
    license: manifest.license,
    publisher: "pulumi-certcentral",
    // The SDK for .NET packs it, and NuGet takes no SVG.
    logoUrl:
      "https://raw.githubusercontent.com/pulumi-certcentral/pulumi-certcentral/main/plugin/docs/logo.png",
    pluginDownloadURL: "github://api.github.com/pulumi-certcentral/pulumi-certcentral",
    meta: { moduleFormat: "(.*)" },
    language: {
      nodejs: {
        packageName: "pulumi-certcentral-plugin",
        packageDescription: "CertCentral for Pulumi, by its plugin.",
        respectSchemaVersion: true,
      },
      python: {
        packageName: "pulumi_certcentral",
        pyproject: { enabled: true },
        respectSchemaVersion: true,
      },
      go: {
        importBasePath: "github.com/pulumi-certcentral/pulumi-certcentral/sdk/go/certcentral",
        generateResourceContainerTypes: true,
        respectSchemaVersion: true,
      },
      // The names that begin with Pulumi's own are Pulumi's, on NuGet as on Maven Central.
      csharp: {
        rootNamespace: "PulumiCertCentral",
        namespaces: { certcentral: "CertCentral" },
        respectSchemaVersion: true,
      },
      java: {
        basePackage: "io.github.pulumi_certcentral",
        // The generator's own 1.0.0 has not all that the SDK calls.
        dependencies: { "com.pulumi:pulumi": "1.16.3" },
      },
    },
    config: { variables: settings },
    provider: {
      description:
        "A CertCentral account, given to resources as their provider. Without one, that of the stack's configuration.",
      inputProperties: settings,
    },
    resources,
    functions: functions(),
    types,
  };
}

/**
 * @param {string} name of the class
 * @param {string} inputsFile its tables of inputs
 * @param {{ from: string, table?: string, more?: Record<string, Spec> }} outputs its table of outputs
 */
function resource(name, inputsFile, { from, table = "outputs", more = {} }) {
  const groups = ["required", "optional", "behaviour"].map((group) => ({
    group,
    lines: exists(inputsFile, group) ? linesOf(inputsFile, group) : [],
  }));
  const inputs = Object.fromEntries(
    groups.flatMap(({ lines }) => lines.map((line) => [line.name, inputSpec(name, line)])),
  );
  const required = groups
    .filter(({ group }) => group === "required")
    .flatMap(({ lines }) => lines.map((line) => line.name));
  const shown = linesOf(from, table);
  const outputs = Object.fromEntries(
    shown.map((line) => [line.name, member(line.symbol, line.value, name)]),
  );
  const always = shown.filter(({ value }) => !canBeUndefined(value)).map((line) => line.name);
  return {
    [`certcentral:index:${name}`]: {
      description: describeResource(name),
      properties: { ...withoutReplacing(inputs), ...outputs, ...more },
      required: [...required, ...always].sort(),
      inputProperties: inputs,
      requiredInputs: required,
      aliases: [{ type: `pulumi-nodejs:dynamic/certcentral:${name}` }],
    },
  };
}

/**
 * @param {string} resourceName
 * @param {Line} line
 */
function inputSpec(resourceName, { name, symbol, value, rule }) {
  const spec = member(symbol, value, resourceName);
  return rule === "replace" && name !== "" ? { ...spec, willReplaceOnChanges: true } : spec;
}

/** @param {Record<string, Spec>} inputs */
function withoutReplacing(inputs) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [
      name,
      Object.fromEntries(Object.entries(spec).filter(([key]) => key !== "willReplaceOnChanges")),
    ]),
  );
}

/** What the plugin outputs beside the table, for `IssuedCertificate`. */
function awaited() {
  const ordered = interfaceOf("provider/issued-certificate/fields.ts", "OrderedCertificate");
  const symbol = checker.getPropertyOfType(ordered, "awaited");
  if (symbol === undefined) throw new Error("OrderedCertificate has no member awaited");
  return {
    ...typeSpec(checker.getTypeOfSymbol(symbol), "awaited", "Certificate"),
    description:
      "What the next run goes on waiting for; absent while nothing is awaited. For `IssuedCertificate`.",
  };
}

function configuration() {
  /** @type {[string, Spec][]} */
  const rows = objectAt("provider/settings.ts", "schema").map((property) => {
    const name = property.name?.getText() ?? "";
    return [name, { type: settingType(name), description: docOf(property) }];
  });
  return {
    apiKey: {
      type: "string",
      description: "API key of the account; or `CERTCENTRAL_API_KEY` in the environment.",
      secret: true,
    },
    ...Object.fromEntries(rows),
    organization: {
      type: "string",
      description:
        "Organization of the stack in its backend, part of the references of new orders. A stack that comes from the " +
        "dynamic provider keeps its references. Default: `organization`.",
    },
  };
}

/** @param {string} name */
function settingType(name) {
  if (name.startsWith("requestsPer") || name.endsWith("PerRun")) return "integer";
  return name.endsWith("Seconds") ? "number" : "string";
}

function functions() {
  const file = "sdk/functions.ts";
  const names = ["whoami", "getOrganization", "getDomain", "getProduct", "getOrder"];
  return Object.fromEntries(
    names.map((name) => {
      const symbol = exportOf(file, name);
      const declaration = /** @type {import("typescript").FunctionDeclaration} */ (
        symbol.valueDeclaration
      );
      const args = declaration.parameters.find((one) => one.name.getText() === "args");
      const signature = checker.getSignatureFromDeclaration(declaration);
      const result =
        signature && checker.getAwaitedType(checker.getReturnTypeOfSignature(signature));
      if (result === undefined) throw new Error(`${name} has no result`);
      return [
        `certcentral:index:${name}`,
        {
          description: documentation(symbol),
          inputs: { type: "object", ...objectSpec(args && checker.getTypeAtLocation(args), name) },
          outputs: { type: "object", ...objectSpec(result, name) },
        },
      ];
    }),
  );
}

/**
 * What a resource is, with examples in every language where there are some.
 * @param {string} name
 */
function describeResource(name) {
  const text = documentation(exportOf(`sdk/${fileOf(name)}`, name));
  const examples = join(root, "plugin", "docs", "examples", `${name}.md`);
  if (!existsSync(examples)) return text;
  const shown = readFileSync(examples, "utf8").trim();
  return `${text}\n\n{{% examples %}}\n## Example Usage\n{{% example %}}\n${shown}\n{{% /example %}}\n{{% /examples %}}\n`;
}

/** @param {string} name */
function fileOf(name) {
  return `${name.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}.ts`;
}
