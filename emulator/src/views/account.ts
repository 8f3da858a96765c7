import type { Account } from "../account";
import type { Json } from "./json";

/** `GET account`, member by member as it was recorded. */
export function accountView({ id, organizations, containers }: Account): Json {
  const [primary] = organizations.values();
  return {
    id,
    primary_organization_id: primary?.id,
    primary_organization_name: primary?.name,
    primary_organization_country: primary?.country,
    make_renewal_calls: true,
    express_install_enabled: false,
    display_rep: true,
    rep_photo_id: 0,
    balance_negative_limit: 0,
    root_container_id: containers[0].id,
    cert_transparency: "embed",
    cert_central_type: "retail",
    billing_account_id: id,
    billing_account_name: primary?.name,
    language_id: 1,
    migrated: false,
    has_auth_key: false,
    client_mgr_photo_id: 0,
    ent_support_plan: "1",
    default_country: primary?.country,
  };
}
