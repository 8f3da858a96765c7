/** What an order would trip over, before it costs: the provider's own checks, beside what the account has. */
import type { Day } from "../../provider/calendar";
import type { Product } from "../../provider/certcentral/client";
import { hasEnded } from "../../provider/certificate/order/order";
import { dayFailures, inputFailures, listAdvice } from "../../provider/certificate/plan/check";
import type { CertificateInputs } from "../../provider/certificate/plan/fields";
import { withForecast } from "../../provider/certificate/plan/forecast";
import { isPaid, issuanceOf } from "../../provider/certificate/plan/issuance";
import { planFirst } from "../../provider/certificate/plan/make";
import { isDomainValidated, suggestProduct } from "../../provider/certificate/plan/products";
import { namesOf, readSpec } from "../../provider/certificate/plan/spec";
import { describePlan } from "../../provider/certificate/plan/words";
import { covers, domainsToValidate } from "../../provider/dcv";
import { joinWithAnd } from "../../provider/format";
import { isWildcard, nameProblem, normalizeName } from "../../provider/names";
import { hasUnknown, isRecord, unknownValue } from "../../provider/wire";
import { type AccountFacts, nameField } from "./examine";
import { type Finding, good, note, problem } from "../findings";

export interface JudgedOrder {
  /** What it is called, for people. */
  name: string;
  inputs: CertificateInputs;
  /** Whether flags gave it: what is wrong is then said of them. */
  isFromFlags: boolean;
  /** Whether a preview leaves it as it is: then there is nothing to judge. */
  isUntouched?: boolean;
  /** Its product, asked for by itself: the list does not say how it is validated. */
  product?: Product | undefined;
}

export function judgeOrder(
  { name, inputs, product, isFromFlags, isUntouched = false }: JudgedOrder,
  facts: AccountFacts,
  today: Day,
  paidActions: "allow" | "deny",
): Finding[] {
  if (isUntouched) return [note("order", `${name}: nothing is done in this run`)];
  const failures = [...inputFailures(inputs), ...dayFailures(inputs, today)];
  const issuance = issuanceOf(inputs) ?? planFirst({ after: inputs, today, paidActions }).issuance;
  const { forecast } = withForecast(issuance, inputs);
  const obstacles = [
    ...failures.map(({ property, reason }) =>
      problem("order", [nameInput(property, isFromFlags), reason].filter(Boolean).join(" ")),
    ),
    ...judgeProduct(inputs, product),
    ...judgeOrganization(inputs, product, facts, today),
    ...judgeDomains(inputs, facts, today),
    ...(isPaid(issuance) ? judgeCustomFields(inputs, facts, isFromFlags) : []),
  ];
  const found = [
    note("order", describePlan(issuance)),
    ...(forecast === undefined ? [] : [note("order", forecast)]),
    ...listAdvice(undefined, inputs).map((advice) => note("order", advice)),
    ...(issuance.action === "order" ? listNamesakes(inputs, facts) : []),
    ...obstacles,
    ...(obstacles.length === 0 ? [good("order", "nothing in its way is seen")] : []),
  ];
  return found.map((finding) => ({ ...finding, text: `${name}: ${finding.text}` }));
}

/** The flags that give an order's inputs. */
const flags: Readonly<Record<string, string>> = {
  product: "--product",
  commonName: "--names",
  dnsNames: "--names",
  organization: "--organization",
  orderValidity: "--years",
};

function nameInput(property: string | undefined, isFromFlags: boolean): string | undefined {
  return isFromFlags && property !== undefined ? (flags[property] ?? property) : property;
}

function judgeProduct(inputs: CertificateInputs, enabled: Product | undefined): Finding[] {
  const { product } = inputs;
  if (typeof product !== "string" || product === unknownValue) return [];
  if (enabled === undefined) {
    const meant = suggestProduct(product);
    return [
      problem(
        "order",
        `product ${product} is not enabled in the account${meant === undefined ? "" : `: is ${meant} meant?`}`,
      ),
    ];
  }
  const { years } = readSpec(inputs).orderValidity ?? {};
  const allowed = enabled.allowedOrderValidityYears;
  if (years === undefined || allowed.length === 0 || allowed.includes(years)) return [];
  return [
    problem(
      "order",
      `orderValidity of ${years} years: the account may order ${product} for ${joinWithAnd(allowed.map(String))}`,
    ),
  ];
}

function judgeOrganization(
  inputs: CertificateInputs,
  enabled: Product | undefined,
  facts: AccountFacts,
  today: Day,
): Finding[] {
  const { organization, product } = inputs;
  const id = isRecord(organization) ? organization["id"] : undefined;
  if (typeof id !== "number" || (typeof product === "string" && isDomainValidated(product)))
    return [];
  const found = facts.organizations.find((one) => one.id === id);
  if (found === undefined) return [problem("order", `organization ${id} is not in the account`)];
  if (!found.isActive) return [problem("order", `organization ${id} is not active`)];
  const wanted = enabled?.validationType?.toLowerCase();
  if (wanted === undefined) return [];
  const validation = found.validations.find(({ type }) => type?.toLowerCase() === wanted);
  const until = validation?.validatedUntil;
  if (until !== undefined && until >= today) return [];
  const since = until === undefined ? "is not validated" : `was validated until ${until}`;
  return [
    problem(
      "order",
      `organization ${id} ${since} for ${wanted}: the order would wait until DigiCert has validated it`,
    ),
  ];
}

function judgeCustomFields(
  { customFields }: CertificateInputs,
  { customFields: known }: AccountFacts,
  isFromFlags: boolean,
): Finding[] {
  if (known === undefined || hasUnknown(customFields)) return [];
  const given = (Array.isArray(customFields) ? customFields : [])
    .filter(isRecord)
    .map(({ metadataId }) => metadataId);
  const active = known.filter(({ isActive }) => isActive);
  const missing = active.filter(({ id, isRequired }) => isRequired && !given.includes(id));
  const strange = given.filter((id) => !active.some((field) => field.id === id));
  return [
    ...missing.map((field) =>
      // No flag gives them.
      (isFromFlags ? note : problem)(
        "order",
        `customFields lacks ${nameField(field)}, which the account requires`,
      ),
    ),
    ...strange.map((id) =>
      problem("order", `customFields: the account has no field ${String(id)}`),
    ),
  ];
}

/** DV orders validate their names anew, which the plan's forecast says. */
function judgeDomains(inputs: CertificateInputs, { domains }: AccountFacts, today: Day): Finding[] {
  const { product, dcvMethod } = inputs;
  if (typeof product === "string" && isDomainValidated(product)) return [];
  const method = typeof dcvMethod === "string" ? dcvMethod : "email";
  const valid = domains.filter(
    ({ isActive, validatedUntil = "" }) => isActive && validatedUntil >= today,
  );
  const names = namesOf(inputs).filter((name) => nameProblem(name) === undefined);
  const missing = domainsToValidate(names, method).filter(
    (name) => !valid.some((domain) => covers(domain.name, name, domain.dcvMethod ?? method)),
  );
  return missing.map((name) =>
    problem(
      "order",
      `${name} is not validated in the account: the order would wait for its validation`,
    ),
  );
}

/** Living orders with the same name: an order that has the same key is never bought beside them. */
function listNamesakes(inputs: CertificateInputs, { orders }: AccountFacts): Finding[] {
  const { commonName, product } = inputs;
  if (typeof commonName !== "string") return [];
  const name = normalizeName(commonName);
  return orders
    .filter(
      (order) =>
        !hasEnded(order) &&
        order.product === product &&
        normalizeName(order.commonName ?? "") === name,
    )
    .map(({ orderId, status }) =>
      note(
        "order",
        `order ${orderId} for this ${isWildcard(name) ? "wildcard" : "name"} and product is ${status}: adoptOrderId takes it over, free`,
      ),
    );
}
