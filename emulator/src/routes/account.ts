import { Hono } from "hono";

import { accountView } from "../views/account";
import { userView } from "../views/people";
import { productInfoView, productListView } from "../views/product";
import { checkContainer, type Env, json, productOf, productsOf, viewOf } from "./context";

/** Who the key is, and what the account has. */
export const accountRoutes = new Hono<Env>()
  .get("/user/me", (exchange) => {
    const { tenant, world } = exchange.var;
    const { id: accountId, user, containers } = tenant.account;
    const [container] = containers;
    const admin = world.settings.keyRole === "administrator";
    return json(exchange, {
      username: user.email,
      account_id: accountId,
      ...userView(user),
      telephone: user.telephone,
      status: "active",
      container: {
        ...container,
        public_id: `EMULATEDCONTAINER${container.id}`,
        parent_id: 0,
        template_id: 5,
        ekey: "",
        has_logo: false,
        is_active: true,
      },
      access_roles: [admin ? { id: 1, name: "Administrator" } : { id: 5, name: "Standard user" }],
      type: "standard",
      has_container_assignments: false,
    });
  })
  .get("/account", (exchange) => json(exchange, accountView(exchange.var.tenant.account)))
  .get("/account/metadata", (exchange) =>
    json(exchange, {
      metadata: exchange.var.tenant.account.customFields.map(({ id, label }) => ({
        id,
        label,
        is_required: exchange.var.world.settings.requiredCustomFields.includes(id),
        is_active: true,
        data_type: "text",
      })),
    }),
  )
  .get("/finance/balance", (exchange) => {
    checkContainer(exchange);
    const balance = exchange.var.world.settings.balance.toFixed(2);
    return json(exchange, {
      balance,
      currency: "USD",
      unpaid_invoice_balance: "0.00",
      negative_balance_limit: "0.00",
      used_credit_from_other_containers: "0.00",
      total_available_funds: balance,
    });
  })
  .get("/product", (exchange) => {
    checkContainer(exchange);
    const context = viewOf(exchange);
    const products = productsOf(exchange).map((product) => productListView(product, context));
    return json(exchange, { products });
  })
  .get("/product/:id", (exchange) => {
    checkContainer(exchange);
    const product = productOf(exchange, exchange.req.param("id"));
    return json(exchange, productInfoView(product, viewOf(exchange)));
  });
