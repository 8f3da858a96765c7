/** Everything that the plugin serves, by token: which lifecycle, which outputs, what a preview knows of them. */
import { z } from "zod";

import { certificate } from "../provider/certificate/lifecycle";
import {
  issuedOutputs,
  madeFromChain,
  outputs as certificateOutputs,
} from "../provider/certificate/order/outputs";
import { stateOf } from "../provider/certificate/order/state";
import { importCertificate } from "../provider/certificate/run/import";
import { importDomain } from "../provider/domain/import";
import { domain } from "../provider/domain/lifecycle";
import { outputs as domainOutputs } from "../provider/domain/outputs";
import { outputs as validationOutputs } from "../provider/domain-validation/outputs";
import { domainValidation } from "../provider/domain-validation/lifecycle";
import * as functions from "../provider/functions";
import { issuedCertificate } from "../provider/issued-certificate/lifecycle";
import { argumentsWrong } from "../provider/messages/plugin";
import { makeOutputs } from "../provider/outputs";
import type { Import, Lifecycle, Properties } from "../provider/resource";
import { shimFor } from "../provider/shim";
import { asksFirstOfCertificate, asksFirstOfDomain, asksFirstOfValidation } from "./asks-first";
import {
  type Foresight,
  foreseeCertificate,
  foreseeDomain,
  foreseeIssued,
  foreseeValidation,
} from "./foresight";

/** A resource of the package. */
export interface Resource {
  readonly lifecycle: Lifecycle;
  /** What the dynamic provider runs it by, for a stack that goes there. */
  readonly code: string;
  /** Names of its outputs. */
  readonly outputs: readonly string[];
  /** Outputs that are made from what is stored. */
  readonly complete: (stored: Properties) => Properties;
  readonly foresee: Foresight;
  readonly asksFirst: (properties: Properties) => boolean;
  /** The input that says for how many minutes it waits; `customTimeouts` take its place. */
  readonly waitInput?: string;
  /** Absent where there is nothing to import. */
  readonly import?: Import;
}

const unchanged = (stored: Properties): Properties => stored;

/** The chain in all its forms, of what is stored of it. */
function completeChain(stored: Properties): Properties {
  const state = stateOf(stored);
  if (state?.fullChainPem === undefined) return stored;
  return { ...stored, ...makeOutputs(madeFromChain, state) };
}

/** The certificate's outputs, with what `IssuedCertificate` is given of it. */
function completeCertificate(stored: Properties): Properties {
  const { __awaited: awaited } = stored;
  return { ...completeChain(stored), ...(awaited === undefined ? {} : { awaited }) };
}

export const resources: Readonly<Record<string, Resource>> = {
  "certcentral:index:Certificate": {
    lifecycle: certificate,
    code: shimFor("certificate"),
    outputs: [...Object.keys(certificateOutputs), "awaited"],
    complete: completeCertificate,
    foresee: foreseeCertificate,
    asksFirst: asksFirstOfCertificate,
    waitInput: "issuanceTimeoutMinutes",
    import: importCertificate,
  },
  "certcentral:index:Domain": {
    lifecycle: domain,
    code: shimFor("domain"),
    outputs: Object.keys(domainOutputs),
    complete: unchanged,
    foresee: foreseeDomain,
    asksFirst: asksFirstOfDomain,
    import: importDomain,
  },
  "certcentral:index:DomainValidation": {
    lifecycle: domainValidation,
    code: shimFor("domainValidation"),
    outputs: Object.keys(validationOutputs),
    complete: unchanged,
    foresee: foreseeValidation,
    asksFirst: asksFirstOfValidation,
    waitInput: "validationTimeoutMinutes",
  },
  "certcentral:index:IssuedCertificate": {
    lifecycle: issuedCertificate,
    code: shimFor("issuedCertificate"),
    outputs: Object.keys(issuedOutputs),
    complete: completeChain,
    foresee: foreseeIssued,
    asksFirst: () => false,
    waitInput: "issuanceTimeoutMinutes",
  },
};

/** A function of the package. */
export interface PackageFunction {
  /** What is wrong with its arguments, or what it gives. */
  readonly call: (asking: functions.Asking, args: Properties) => Promise<object>;
}

const id = z.number().int().positive();
const byIdOrName = z.strictObject({ id: id.optional(), name: z.string().optional() });

function ask<Args>(
  name: string,
  schema: z.ZodType<Args>,
  body: (asking: functions.Asking, args: Args) => Promise<object>,
): PackageFunction {
  return {
    call: (asking, args) => {
      const parsed = schema.safeParse(args);
      if (parsed.success) return body(asking, parsed.data);
      const problems = parsed.error.issues.map(({ path, message }) =>
        `${path.join(".")} ${message}`.trim(),
      );
      throw new Error(argumentsWrong(name, problems.join("; ")));
    },
  };
}

export const packageFunctions: Readonly<Record<string, PackageFunction>> = {
  "certcentral:index:whoami": ask("whoami", z.strictObject({}), functions.whoami),
  "certcentral:index:getOrganization": ask(
    "getOrganization",
    byIdOrName,
    functions.getOrganization,
  ),
  "certcentral:index:getDomain": ask("getDomain", byIdOrName, functions.getDomain),
  "certcentral:index:getProduct": ask(
    "getProduct",
    z.strictObject({ product: z.string() }),
    functions.getProduct,
  ),
  "certcentral:index:getOrder": ask("getOrder", z.strictObject({ id }), functions.getOrder),
};
