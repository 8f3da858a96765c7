import { platforms } from "../platforms";
import type { Product } from "../products";
import { serverPlatformView } from "./certificate";
import type { Json } from "./json";
import { productView, type ViewContext } from "./order";

/** An entry of `GET product`. */
export function productListView(product: Product, { account, settings }: ViewContext): Json {
  const years = Array.from({ length: settings.maxPlanYears }, (_none, index) => index + 1);
  return {
    group_name: product.validation === "dv" ? "dv_ssl_certificate" : "ssl_certificate",
    ...productView(product),
    allowed_container_ids: account.containers.map(({ id }) => id),
    allowed_validity_years: ["1"],
    allowed_order_validity_years: years,
    signature_hash_types: {
      allowed_hash_types: [
        { id: "sha256", name: "SHA-256" },
        { id: "sha384", name: "SHA-384" },
        { id: "sha512", name: "SHA-512" },
      ],
      default_hash_type_id: "sha256",
    },
    csr_required: true,
  };
}

/** `GET product/{name_id}`. */
export function productInfoView(product: Product, context: ViewContext): Json {
  const { ca, settings } = context;
  return {
    ...productListView(product, context),
    validation_type: product.validation.toUpperCase(),
    duplicates_allowed: true,
    max_multi_year_order_validity_years: settings.maxPlanYears,
    allowed_ca_certs: [{ id: ca.intermediateId, name: ca.intermediateName }],
    additional_dns_names_allowed: true,
    increased_compatibility_allowed: false,
    custom_expiration_date_allowed: settings.customLengths === "allow",
    allow_auto_renew: true,
    server_platforms: platforms.map(({ id }) => serverPlatformView(id)),
    license_agreement: "None: certificates of an emulator.",
  };
}
