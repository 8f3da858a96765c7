import { Hono } from "hono";

import { productView } from "../views/order";
import { type Env, json, productOf, productsOf } from "./context";

/** Who the key is, and what the account has. */
export const accountRoutes = new Hono<Env>()
  .get("/user/me", (exchange) => {
    const { tenant, world } = exchange.var;
    const admin = world.settings.keyRole === "administrator";
    return json(exchange, {
      id: 2700762,
      username: "emulator",
      account_id: tenant.account.id,
      first_name: "Clive",
      last_name: "Collegedean",
      email: "clive@example.com",
      status: "active",
      container: { id: 5, name: "Main", is_active: true },
      access_roles: [admin ? { id: 1, name: "Administrator" } : { id: 5, name: "Standard user" }],
      type: "standard",
      has_container_assignments: false,
    });
  })
  .get("/account", (exchange) =>
    json(exchange, {
      id: exchange.var.tenant.account.id,
      primary_organization_name: "Example, Inc.",
      cert_transparency: "embed",
      cert_central_type: "retail",
    }),
  )
  .get("/account/metadata", (exchange) =>
    json(exchange, {
      metadata: exchange.var.tenant.account.customFields.map(({ id, label }) => ({
        id,
        label,
        is_required: false,
        is_active: true,
        data_type: "text",
      })),
    }),
  )
  .get("/finance/balance", (exchange) => {
    const balance = exchange.var.world.settings.balance.toFixed(2);
    return json(exchange, {
      balance,
      currency: "USD",
      unpaid_invoice_balance: "0.00",
      total_available_funds: balance,
    });
  })
  .get("/product", (exchange) =>
    json(exchange, { products: productsOf(exchange).map(productDetails) }),
  )
  .get("/product/:id", (exchange) =>
    json(exchange, productDetails(productOf(exchange, exchange.req.param("id")))),
  );

function productDetails(product: Parameters<typeof productView>[0]): Record<string, unknown> {
  return {
    group_name: `${product.validation}_ssl_certificate`,
    ...productView(product),
    allowed_validity_years: ["1"],
    allowed_order_validity_years: [1],
    signature_hash_types: {
      allowed_hash_types: [{ id: "sha256", name: "SHA-256" }],
      default_hash_type_id: "sha256",
    },
    csr_required: true,
    duplicates_allowed: true,
  };
}
