import { isWildcard, normalizeName } from "../../names";

/** What a product forbids; a product that is not listed is left to CertCentral to judge. */
interface ProductRules {
  wildcards: "never" | "common name" | "any";
  names: "one site" | "any";
}

const one: ProductRules = { wildcards: "never", names: "one site" };
const ev: ProductRules = { wildcards: "never", names: "any" };

/** Shapes of names by product (DigiCert glossary of product identifiers; EV guidelines 9.2.2). */
const products: Readonly<Record<string, ProductRules>> = {
  ssl_plus: one,
  ssl_ev_plus: one,
  ssl_ev_multi_domain: ev,
  ssl_ev_basic: ev,
  ssl_ev_securesite_flex: ev,
  ssl_ev_securesite_pro: ev,
  ssl_ev_thawte_webserver: ev,
  ssl_ev_geotrust_truebizid: ev,
  ssl_cloud_wildcard: { wildcards: "any", names: "any" },
  ssl_wildcard: { wildcards: "common name", names: "any" },
};

/** Products whose domains alone are validated: no organization, a technical contact instead. */
export function isDomainValidated(product: string): boolean {
  return /(^|_)dv(_|$)/.test(product);
}

/** Products of a private root, which take names and keys as they like. */
export function isPrivate(product: string): boolean {
  return product.startsWith("private_");
}

/** Names of products that CertCentral's pages give. An account may have others. */
const knownProducts: readonly string[] = [
  ...Object.keys(products),
  "ssl_multi_domain",
  "ssl_basic",
  "ssl_securesite_flex",
  "ssl_securesite_pro",
  "ssl_thawte_webserver",
  "ssl_geotrust_truebizid",
  "ssl_dv_geotrust_flex",
  "ssl_dv_thawte",
  "ssl_dv_rapidssl",
  "wildcard_dv_rapidssl",
  "ssl_dv_geotrust",
  "wildcard_dv_geotrust",
  "cloud_dv_geotrust",
  "private_ssl_plus",
  "private_ssl_wildcard",
  "private_ssl_multi_domain",
];

/** The product that a name with two letters exchanged, or other signs between its words, was meant to be. */
export function suggestProduct(product: string): string | undefined {
  if (knownProducts.includes(product)) return undefined;
  const letters = (name: string): string =>
    (name.toLowerCase().match(/[a-z0-9]/g) ?? []).sort().join("");
  return knownProducts.find((name) => letters(name) === letters(product));
}

/** Every way in which the names do not fit the product, each said with the input at fault. */
export function shapeProblems(
  product: string,
  commonName: string | undefined,
  dnsNames: readonly string[] = [],
): { property: "commonName" | "dnsNames"; reason: string }[] {
  const rules = products[product];
  if (rules === undefined) return [];
  const named = [
    ...(commonName === undefined ? [] : [{ property: "commonName" as const, name: commonName }]),
    ...dnsNames.map((name) => ({ property: "dnsNames" as const, name })),
  ];
  const problems: { property: "commonName" | "dnsNames"; reason: string }[] = [];
  for (const { property, name } of named) {
    const problem = wildcardProblem(product, rules, property, name);
    if (problem !== undefined) problems.push({ property, reason: problem });
  }
  if (rules.names === "one site" && commonName !== undefined && !isWildcard(commonName)) {
    const site = bareSite(commonName);
    for (const name of dnsNames.filter((other) => bareSite(other) !== site)) {
      const reason = `${product} secures ${site} and www.${site} only, not "${name}": use ssl_multi_domain (a change of product is a new paid order)`;
      problems.push({ property: "dnsNames", reason });
    }
  }
  return problems;
}

function wildcardProblem(
  product: string,
  rules: ProductRules,
  property: "commonName" | "dnsNames",
  name: string,
): string | undefined {
  if (rules.wildcards === "never" && isWildcard(name)) {
    const instead = product.includes("_ev_") ? "no EV product may" : "use ssl_wildcard";
    return `${product} cannot secure the wildcard "${name}": ${instead}`;
  }
  if (rules.wildcards === "common name" && property === "commonName" && !isWildcard(name)) {
    return `${product} wants a wildcard as its common name, not "${name}": write *.${name}`;
  }
  return undefined;
}

function bareSite(name: string): string {
  return normalizeName(name).replace(/^www\./, "");
}
