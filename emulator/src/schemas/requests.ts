/** Replies about requests that wait for an approver. */
import { z } from "zod";

import { chosen, documented } from "./evidence";
import { identified, listedProduct, order } from "./orders";
import { id, instant, page, person, requestStatus, requestType, text } from "./parts";

const requestMembers = documented({
  id,
  date: instant,
  type: requestType,
  status: requestStatus,
  date_processed: instant.optional(),
  requester: person,
  processor: person.optional(),
  comments: text.optional(),
  processor_comment: text.optional(),
});

/** `GET request/{id}`. */
export const request = z.strictObject({ ...requestMembers, ...documented({ order }) });

/** `GET request`. */
export const requests = z.strictObject({
  ...documented({
    requests: z.array(
      z.strictObject({
        ...requestMembers,
        ...chosen("clients of others read so much of the order", {
          order: z.strictObject(
            chosen("clients of others read so much of the order", {
              id,
              certificate: z.strictObject(documented({ common_name: text })),
              organization: identified.optional(),
              container: identified,
              product: listedProduct,
            }),
          ),
        }),
      }),
    ),
  }),
  ...chosen("pages are as in all other lists", { page }),
});

/** `PUT certificate/{id}/revoke` and `PUT order/certificate/{id}/revoke`, where an approver is asked. */
export const revocation = z.strictObject(
  documented({
    id,
    date: instant,
    type: z.literal("revoke"),
    status: requestStatus,
    requester: person,
    comments: text.optional(),
  }),
);
