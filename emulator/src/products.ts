/** A product of the emulated account. Prices are made up; only their being taken matters. */
export interface Product {
  nameId: string;
  name: string;
  validation: "dv" | "ov" | "ev";
  price: number;
  wildcards: "no" | "yes" | "common name";
}

/** A private CA takes names and keys as it likes. */
export function isPublic({ nameId }: Product): boolean {
  return !nameId.startsWith("private_");
}

const list: readonly Product[] = [
  row("ssl_plus", "Standard SSL", "ov", 268, "no"),
  row("ssl_multi_domain", "Multi-Domain SSL", "ov", 399, "yes"),
  row("ssl_wildcard", "WildCard", "ov", 788, "common name"),
  row("ssl_ev_plus", "Extended Validation SSL", "ev", 344, "no"),
  row("ssl_ev_multi_domain", "EV Multi-Domain", "ev", 590, "no"),
  row("ssl_cloud_wildcard", "Cloud", "ov", 900, "yes"),
  row("ssl_basic", "Basic OV", "ov", 250, "yes"),
  row("ssl_ev_basic", "Basic EV", "ev", 330, "no"),
  row("ssl_securesite_flex", "Secure Site OV", "ov", 399, "yes"),
  row("private_ssl_plus", "Private SSL", "ov", 100, "yes"),
  row("ssl_dv_geotrust_flex", "GeoTrust DV", "dv", 149, "yes"),
  row("ssl_dv_rapidssl", "RapidSSL Standard DV", "dv", 69, "no"),
  row("wildcard_dv_rapidssl", "RapidSSL Wildcard DV", "dv", 249, "common name"),
];

function row(
  nameId: string,
  name: string,
  validation: Product["validation"],
  price: number,
  wildcards: Product["wildcards"],
): Product {
  return { nameId, name, validation, price, wildcards };
}

export const products: ReadonlyMap<string, Product> = new Map(
  list.map((product) => [product.nameId, product]),
);
