/** Ways out that many refusals share. */
/** The way out that serves most: what `CERTCENTRAL_FORGET` names counts, for one run, as ended or never placed. */
export const forget = (id: number | string): string => `CERTCENTRAL_FORGET=${id} pulumi up`;

/** The same for a step that stands in an \`up\` as well as in a destroy. */
export const forgetHere = (id: number | string): string =>
  `\`CERTCENTRAL_FORGET=${id}\` with this command`;
