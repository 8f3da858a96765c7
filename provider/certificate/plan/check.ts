/** Judges the inputs of a certificate before anything is ordered: all problems at once. */
import { type Day, parseDay } from "../../calendar";
import { joinWithAnd } from "../../format";
import { hasUnknown, isRecord, unknownValue } from "../../wire";
import { csrAdvice, csrKeyDigest, csrProblem, readCsr } from "../../x509/csr";
import { type Failure, textInput } from "../../fields";
import { extraNames, isWildcard, nameProblem, normalizeName, publicNameProblem } from "../../names";
import {
  type CertificateInputs,
  changedFields,
  fieldFailures,
  type FieldName,
  fieldNames,
  fieldOf,
} from "./fields";
import { areNamesUnknown, namesOf, readSpec } from "./spec";
import { isDomainValidated, isPrivate, shapeProblems, suggestProduct } from "./products";
import {
  asksForClientAuthentication,
  clientAuthenticationEnds,
  endOfValidity,
  maxLifeDays,
  maxOrderYears,
  maxValidUntil,
} from "../../rules";

/** RFC 5280, appendix A (`ub-common-name`); CertCentral: `rfc5280_common_name_too_long`. */
const maxCommonName = 64;

/**
 * Problems that do not depend on the day.
 *
 * @param judged inputs of an earlier check: a signature that was verified is not verified in each run
 */
export function inputFailures(inputs: CertificateInputs, judged?: CertificateInputs): Failure[] {
  const failures = [
    ...fieldFailures(inputs),
    ...contradictions(inputs),
    ...productFailures(inputs),
  ];
  const csr = inputs.csr;
  if (typeof csr === "string" && csr !== "" && csr !== unknownValue && csr !== judged?.csr) {
    const { product } = inputs;
    const isPrivateProduct = typeof product === "string" && isPrivate(product);
    const reason = csrProblem(csr, isPrivateProduct ? "private" : "public");
    if (reason !== undefined) {
      // The engine prints the value of the property at fault: only a CSR is sure to be no private key.
      const isCsr = csrKeyDigest(csr) !== undefined;
      failures.push(
        isCsr ? { property: "csr", reason } : { property: "", reason: `csr ${reason}` },
      );
    }
  }
  return failures;
}

/** Lengths that the rules of the day forbid; asked of a plan that is made on that day. */
export function dayFailures(inputs: CertificateInputs, today: Day): Failure[] {
  const { certValidity, orderValidity } = readSpec(inputs);
  const longest = maxValidUntil(today);
  const failures: Failure[] = [];
  const certEnd = certValidity && endOfValidity(today, certValidity);
  if (certEnd !== undefined && certEnd > longest) {
    const { days, industryDays } = maxLifeDays(today);
    const reason =
      `ends on ${certEnd}, but a certificate issued on ${today} may last until ${longest} (${days} days at DigiCert, ` +
      `${industryDays} by the Baseline Requirements): leave it out for the longest`;
    failures.push({ property: "certValidity", reason });
  }
  const profile = textInput(inputs, "profileOption");
  const isPublic = !isPrivate(textInput(inputs, "product"));
  if (isPublic && asksForClientAuthentication(profile) && today >= clientAuthenticationEnds) {
    failures.push({
      property: "profileOption",
      reason: `asks for client authentication, which public certificates do not have from ${clientAuthenticationEnds} on: take it out`,
    });
  }
  if (certEnd !== undefined && certEnd <= today) {
    failures.push({
      property: "certValidity",
      reason: `ends on ${certEnd}, which is not after today`,
    });
  }
  const orderEnd = orderValidity && endOfValidity(today, orderValidity);
  const maxOrder = endOfValidity(today, { years: maxOrderYears }) ?? today;
  if (orderEnd !== undefined && orderEnd > maxOrder) {
    const reason = `ends on ${orderEnd}, but an order lasts ${maxOrderYears} years at most`;
    failures.push({ property: "orderValidity", reason });
  }
  if (orderEnd !== undefined && orderEnd <= today) {
    const reason = `ends on ${orderEnd}, which is not after today`;
    failures.push({ property: "orderValidity", reason });
  }
  return failures;
}

/** What is allowed but wants a word on the row, when it is new. */
export function listAdvice(
  before: CertificateInputs | undefined,
  after: CertificateInputs,
): string[] {
  const words: string[] = [];
  for (const name of ["autoRenew", "autoReissue"] as const) {
    const says = hasUnknown(after[name])
      ? `${name}, known only during the update, may let`
      : `${name} lets`;
    if ((after[name] === 1 || hasUnknown(after[name])) && before?.[name] !== 1) {
      words.push(`${says} CertCentral make certificates behind this program's back: leave it at 0`);
    }
  }
  for (const name of fieldNames.filter((one) => fieldOf(one).rule === "create-only")) {
    const changed = before !== undefined && before[name] !== after[name];
    if (changed && after[name] !== undefined) {
      words.push(`${name} is used only when the resource is created: this change has no effect`);
    }
  }
  const product = textInput(after, "product");
  const meant = suggestProduct(product);
  if (meant !== undefined && before?.product !== product) {
    words.push(`product ${product} is not known here: is ${meant} meant?`);
  }
  words.push(...userAdvices(before, after));
  const profile = textInput(after, "profileOption");
  const isNewProfile = before?.profileOption !== after.profileOption;
  if (isNewProfile && asksForClientAuthentication(profile)) {
    words.push(
      `profileOption ${profile}: public certificates have no client authentication from ${clientAuthenticationEnds} on`,
    );
  }
  return [...words, ...csrAdvices(before, after)];
}

/** What a contact says of a user of the account is written into the account. Source: "Order OV/EV SSL", `contacts`. */
function userAdvices(before: CertificateInputs | undefined, after: CertificateInputs): string[] {
  const known = changedUsers(before ?? {});
  return changedUsers(after)
    .filter((change) => !known.includes(change))
    .map(
      (change) =>
        `organization.contacts: ${change}: each order writes that into the user's entry in CertCentral. Give userId alone to name the user as it is`,
    );
}

function changedUsers({ organization }: CertificateInputs): string[] {
  const contacts = isRecord(organization) ? organization["contacts"] : undefined;
  if (!Array.isArray(contacts)) return [];
  return contacts.filter(isRecord).flatMap((contact) => {
    const { userId } = contact;
    const given = Object.keys(contact).filter((name) => !["contactType", "userId"].includes(name));
    if (typeof userId !== "number" || given.length === 0) return [];
    return [`userId ${userId}, ${joinWithAnd(given)}`];
  });
}

/** Said once, when the CSR or the names are new. */
function csrAdvices(before: CertificateInputs | undefined, after: CertificateInputs): string[] {
  const changed = before === undefined ? fieldNames : changedFields(before, after, "reissue");
  const isNew = (name: FieldName): boolean => changed.includes(name);
  const csr = textInput(after, "csr");
  const wanted = namesOf(after);
  if (areNamesUnknown(after) || csr === "") return [];
  const words: string[] = [];
  const advice = isNew("csr") ? csrAdvice(csr) : undefined;
  if (advice !== undefined) words.push(advice);
  const isNewToNames = isNew("csr") || isNew("commonName") || isNew("dnsNames");
  const extra = isNewToNames ? extraNames(readCsr(csr)?.names ?? [], wanted) : [];
  if (extra.length > 0) {
    words.push(
      `the csr names ${joinWithAnd(extra)}, which the program does not: CertCentral takes names from commonName and dnsNames alone`,
    );
  }
  return words;
}

function contradictions(inputs: CertificateInputs): Failure[] {
  const origins = (["adoptOrderId", "renewalOfOrderId", "renewedThumbprint"] as const).filter(
    (name) => inputs[name] !== undefined,
  );
  return origins.slice(1).map((property) => ({
    property,
    reason: `cannot be given together with ${origins[0] ?? ""}: choose one`,
  }));
}

function productFailures(inputs: CertificateInputs): Failure[] {
  const { product, commonName, dnsNames, organization, technicalContact } = inputs;
  if (typeof product !== "string" || product === unknownValue) return [];
  const failures: Failure[] = shapeProblems(product, knownText(commonName), knownTexts(dnsNames));
  if (!isPrivate(product)) failures.push(...publicNameFailures(commonName, dnsNames));
  const domainValidated = isDomainValidated(product);
  if (!domainValidated && organization === undefined) {
    const reason = `is required by ${product}: give the id of an organization of the account, { id }`;
    failures.push({ property: "organization", reason });
  }
  if (domainValidated && technicalContact === undefined) {
    failures.push({ property: "technicalContact", reason: `is required by ${product}` });
  }
  failures.push(...methodFailures(product, inputs));
  const end = [inputs.certValidity, inputs.orderValidity]
    .map((validity) => (isRecord(validity) ? validity["customExpirationDate"] : undefined))
    .map((date) => (typeof date === "string" ? parseDay(date) : undefined));
  if (end[0] !== undefined && end[1] !== undefined && end[0] > end[1]) {
    failures.push({
      property: "certValidity",
      reason: `ends on ${end[0]}, after the order (${end[1]})`,
    });
  }
  return failures;
}

/** What no public certificate may have. Each name at its place. */
function publicNameFailures(commonName: unknown, dnsNames: unknown): Failure[] {
  const names = [
    { property: "commonName", value: commonName },
    ...(Array.isArray(dnsNames) ? (dnsNames as unknown[]) : []).map((value, index) => ({
      property: `dnsNames[${index}]`,
      value,
    })),
  ];
  const failures: Failure[] = [];
  for (const { property, value } of names) {
    const name = knownText(value);
    if (name === undefined || nameProblem(name) !== undefined) continue;
    const reason = publicNameProblem(name);
    if (reason !== undefined) failures.push({ property, reason });
    if (property === "commonName" && normalizeName(name).length > maxCommonName) {
      failures.push({
        property,
        reason: `is ${name.length} characters long, and ${maxCommonName} at most`,
      });
    }
  }
  return failures;
}

/** What the methods of domain control validation forbid. Source: "DCV methods". */
function methodFailures(product: string, inputs: CertificateInputs): Failure[] {
  const method = textInput(inputs, "dcvMethod");
  if (!method.startsWith("http-token")) return [];
  const failures: Failure[] = [];
  if (method === "http-token-dynamic" && isDomainValidated(product)) {
    const reason = `is not offered for ${product}: use http-token`;
    failures.push({ property: "dcvMethod", reason });
  }
  const wildcard = [knownText(inputs.commonName) ?? "", ...knownTexts(inputs.dnsNames)].find(
    isWildcard,
  );
  if (wildcard !== undefined) {
    const reason = `cannot validate the wildcard "${wildcard}": use dns-txt-token or dns-cname-token`;
    failures.push({ property: "dcvMethod", reason });
  }
  return failures;
}

function knownText(value: unknown): string | undefined {
  return typeof value === "string" && value !== unknownValue ? value : undefined;
}

function knownTexts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.map(knownText).filter((name): name is string => name !== undefined)
    : [];
}
