/** Replies about domains and their validation. */
import { z } from "zod";

import { chosen, documented } from "./evidence";
import {
  container,
  dcvMethod,
  dcvToken,
  flag,
  id,
  instant,
  page,
  text,
  validationStatus,
  validationType,
} from "./parts";

const day = z.iso.date();

/** `GET domain/{id}`, and an entry of `GET domain`. */
export const domain = z.strictObject(
  documented({
    id,
    is_active: flag,
    status: z.enum(["active", "inactive"]),
    is_pending_validation: flag,
    name: text,
    date_created: instant,
    dcv_method: dcvMethod,
    organization: z
      .strictObject(
        documented({ id, status: text, name: text, display_name: text, is_active: z.literal("1") }),
      )
      .optional(),
    container: container.optional(),
    dcv_approval_datetime: instant.optional(),
    dcv_expiration_datetime: instant.optional(),
    dcv_expiration: z.partialRecord(validationType, day).optional(),
    validations: z
      .array(
        z.strictObject(
          documented({
            type: validationType,
            name: text,
            description: text,
            date_created: instant,
            validated_until: instant.optional(),
            status: validationStatus,
            dcv_status: z.enum(["complete", "pending", "expired"]),
          }),
        ),
      )
      .optional(),
    dcv_token: dcvToken.optional(),
  }),
);

/** `GET domain`. */
export const domains = z.strictObject(documented({ domains: z.array(domain), page }));

const emails = documented({ name_scope: text, base_emails: z.array(text) });

/** `PUT domain/{id}/dcv/method`; `{}` where nothing changed. */
export const methodChanged = z.strictObject(
  documented({
    dcv_token: dcvToken.optional(),
    validation_emails: z.strictObject(emails).optional(),
  }),
);

/** `POST domain`. */
export const submitted = z.strictObject({
  ...documented({ id, dcv_token: dcvToken.optional() }),
  ...chosen("as a change of the method answers", {
    validation_emails: z.strictObject(emails).optional(),
  }),
});

/** `POST domain/{id}/validation`. */
export const resubmitted = z.strictObject(
  chosen("no page that could be read shows the reply: as a new domain", submitted.shape),
);

/** `PUT domain/{id}/dcv/validate-token`. */
export const validated = z.strictObject(documented({ token: text, status: text }));
