/** Who the key is, and what its account has: read, never changed. */
import type { Api } from "./api";
import {
  balanceSchema,
  type CustomField,
  customFieldsSchema,
  type Organization,
  organizationSchema,
  organizationsSchema,
  type Product,
  productSchema,
  productsSchema,
  type User,
  userSchema,
} from "./replies";

export interface AccountCalls {
  /** `GET user/me`. */
  whoAmI(): Promise<User>;
  /** `GET organization/{id}`. */
  getOrganization(organizationId: number): Promise<Organization | undefined>;
  /** `GET organization`: all of the account, with their validations. */
  listOrganizations(): Promise<Organization[]>;
  /** `GET product`: all that the account may order. */
  listProducts(): Promise<Product[]>;
  /** `GET product/{name_id}`. */
  getProduct(nameId: string): Promise<Product | undefined>;
  /** `GET account/metadata`: what orders are described by, in this account alone. */
  listCustomFields(): Promise<CustomField[]>;
  /** `GET finance/balance`: the currency that the account pays in; accounts with several divisions want one of them named. */
  getCurrency(containerId: number | undefined): Promise<string | undefined>;
}

export function accountCalls({ ask, find, list }: Api): AccountCalls {
  return {
    whoAmI: () =>
      ask({ what: "ask who the API key is", method: "GET", path: "user/me" }, userSchema),

    getOrganization: (organizationId) =>
      find(
        {
          what: `get organization ${organizationId}`,
          method: "GET",
          path: `organization/${organizationId}?include_validation=true`,
        },
        organizationSchema,
      ),

    listOrganizations: () =>
      list(
        { what: "list organizations", method: "GET", path: "organization?include_validation=true" },
        organizationsSchema,
      ),

    async listProducts() {
      const call = { what: "list products", method: "GET", path: "product" } as const;
      return (await ask(call, productsSchema)).products;
    },

    getProduct: (nameId) =>
      find(
        {
          what: `get product ${nameId}`,
          method: "GET",
          path: `product/${encodeURIComponent(nameId)}`,
        },
        productSchema,
      ),

    async listCustomFields() {
      const call = {
        what: "list custom fields",
        method: "GET",
        path: "account/metadata",
      } as const;
      return (await ask(call, customFieldsSchema)).metadata;
    },

    async getCurrency(containerId) {
      const container = containerId === undefined ? "" : `?container_id=${containerId}`;
      const path = `finance/balance${container}`;
      const call = { what: "ask for the account's currency", method: "GET", path } as const;
      return (await find(call, balanceSchema))?.currency;
    },
  };
}
