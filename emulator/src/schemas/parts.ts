/** What many replies are made of. Strict: a member that no table names is a mistake of the emulator's. */
import { z } from "zod";

import { documented, recorded } from "./evidence";

export const id = z.int().positive();
export const count = z.int().min(0);
export const text = z.string();
export const flag = z.boolean();
/** `2026-11-24`. */
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** `2026-11-24T12:00:00+00:00`: an offset, never `Z`. */
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00$/);
/** `100000.00`. */
export const amount = z.string().regex(/^-?\d+\.\d{2}$/);
/** Upper case, as serial numbers and thumbprints are. */
export const hexadecimal = z.string().regex(/^[0-9A-F]+$/);

export const page = z.strictObject(
  recorded({ total: count, limit: z.int().min(1), offset: count }),
);

export const chainLink = z.strictObject(documented({ subject_common_name: text, pem: text }));

/** Only the unit that was asked for. */
export const validity = z.strictObject({
  ...recorded({ years: z.int().optional(), custom_expiration_date: day.optional() }),
  ...documented({ days: z.int().optional() }),
});

/** Somebody at the account's, in a request. */
export const person = z.strictObject(
  documented({ id, first_name: text, last_name: text, email: text }),
);

/** Somebody to turn to. */
export const contact = z.strictObject(
  documented({
    first_name: text,
    last_name: text,
    email: text,
    telephone: text.optional(),
    telephone_extension: text.optional(),
    job_title: text.optional(),
  }),
);

export const container = z.strictObject(recorded({ id, name: text, is_active: flag }));

export const dcvToken = z.strictObject(
  documented({
    token: text,
    status: z.enum(["pending", "active", "expired"]),
    expiration_date: instant,
    verification_value: text.optional(),
    http_token_url: text.optional(),
  }),
);

export const validationType = z.enum(["ov", "ev", "cs", "ev_cs", "ds", "smime"]);
export const validationStatus = z.enum(["active", "pending", "expired"]);
export const dcvMethod = z.enum([
  "email",
  "dns-txt-token",
  "dns-cname-token",
  "http-token",
  "http-token-dynamic",
]);

export const serverPlatform = z.strictObject(
  documented({ id: z.int(), name: text, install_url: text, csr_url: text }),
);

export const requestType = z.enum(["new_request", "revoke", "duplicate", "reissue"]);
export const requestStatus = z.enum(["submitted", "pending", "approved", "rejected"]);

export const orderStatus = z.enum([
  "needs_approval",
  "pending",
  "issued",
  "reissue_pending",
  "rejected",
  "canceled",
  "revoked",
  "expired",
]);

/** What every no is answered with. */
export const problem = z.strictObject(
  recorded({
    errors: z.array(z.strictObject(recorded({ code: text, message: text }))).min(1),
  }),
);

export const customFields = z.array(
  z.strictObject(documented({ metadata_id: id, label: text, value: text })),
);

export const validations = z.array(
  z.strictObject(
    documented({
      type: validationType,
      name: text,
      description: text,
      date_created: instant.optional(),
      validated_until: instant.optional(),
      status: validationStatus,
    }),
  ),
);

/** PHP prints an object without members as a list. */
export const emptyObject = z.array(z.never()).length(0);

export const orderReferences = z.array(
  z.strictObject(documented({ order_id: id, certificate_id: id, status: orderStatus })),
);
