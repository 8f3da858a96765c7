/** Replies about certificates: chains, and the account's intermediates. */
import { z } from "zod";

import { documented } from "./evidence";
import { chainLink, text } from "./parts";

/** `GET certificate/{id}/chain`, leaf first; empty where there is none. */
export const chain = z.strictObject(documented({ intermediates: z.array(chainLink) }));

/** `GET certificate/intermediates`. */
export const intermediates = z.strictObject(
  documented({
    intermediates: z.array(
      z.strictObject(
        documented({ subject_common_name: text, pem: text, is_private: z.literal("0") }),
      ),
    ),
  }),
);
