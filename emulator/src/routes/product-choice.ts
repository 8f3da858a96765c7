/** `POST order/certificate/ssl`: the product is chosen by what is submitted. Source: "Order SSL", "based on the submitted data". */
import { namesOf } from "../order";
import type { OrderBody } from "../order-body";
import { badRequest } from "../problems";
import type { Product } from "../products";

type Kind = Product["validation"];

/** By the kind and by what the names are, the narrowest first; an account need not have all. EV has no wildcards. */
const choices: Record<Kind, Record<NameKind, readonly string[]>> = {
  ov: {
    one: ["ssl_plus", "ssl_basic"],
    several: ["ssl_multi_domain", "ssl_basic"],
    wildcard: ["ssl_wildcard", "ssl_basic"],
    mixed: ["ssl_cloud_wildcard", "ssl_basic"],
  },
  ev: {
    one: ["ssl_ev_plus", "ssl_ev_basic"],
    several: ["ssl_ev_multi_domain", "ssl_ev_basic"],
    wildcard: [],
    mixed: [],
  },
  dv: {
    one: ["ssl_dv_rapidssl", "ssl_dv_geotrust_flex"],
    several: ["ssl_dv_geotrust_flex"],
    wildcard: ["wildcard_dv_rapidssl", "ssl_dv_geotrust_flex"],
    mixed: ["ssl_dv_geotrust_flex"],
  },
};

/** What a set of names is; a base beside its wildcard, or `www` beside its base, counts as one. */
type NameKind = "one" | "several" | "wildcard" | "mixed";

export function chosenProduct(body: OrderBody, products: readonly Product[]): Product {
  const kind = kindOf(body);
  const names = namesOf(body.certificate.common_name, body.certificate.dns_names ?? []);
  const fitting = kind === undefined ? [] : choices[kind][nameKindOf(names)];
  for (const wanted of fitting) {
    const product = products.find(({ nameId }) => nameId === wanted);
    if (product !== undefined) return product;
  }
  throw badRequest("ambiguous_product", "The product cannot be determined by what was submitted.");
}

/** By the hint where there is one; else an organization makes it OV. */
function kindOf({ organization, product }: OrderBody): Kind | undefined {
  const hint =
    typeof product === "object" && product !== null && "type_hint" in product
      ? product.type_hint
      : undefined;
  if (typeof hint === "string" && hint !== "") {
    return (["dv", "ov", "ev"] as const).find((kind) => kind === hint.toLowerCase());
  }
  return organization?.id || organization?.name ? "ov" : "dv";
}

function nameKindOf(names: readonly string[]): NameKind {
  const [first = ""] = names;
  const isWildcard = first.startsWith("*.");
  const bare = isWildcard ? first.slice(2) : first.replace(/^www\./, "");
  const free = isWildcard ? [first, bare] : [bare, `www.${bare}`];
  if (names.every((name) => free.includes(name))) return isWildcard ? "wildcard" : "one";
  return names.some((name) => name.startsWith("*.")) ? "mixed" : "several";
}
