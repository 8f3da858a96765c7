/** Ways out that many refusals share. */
/** The way out that serves most: what `CERTCENTRAL_FORGET` names counts, for one run, as ended or never placed. */
export const forget = (id: number | string): string => `CERTCENTRAL_FORGET=${id} pulumi up`;

/** The same for a step that stands in an \`up\` as well as in a destroy. */
export const forgetHere = (id: number | string): string =>
  `\`CERTCENTRAL_FORGET=${id}\` with this command`;

/** What this run forgets already would be met again by a run that forgets only what it is told of next. */
export function keepForgotten(text: string, forgotten: readonly string[]): string {
  if (forgotten.length === 0) return text;
  return text.replaceAll(/(CERTCENTRAL_FORGET=)([\w,]+)/g, (_, name: string, ids: string) => {
    const all = new Set([...forgotten, ...ids.split(",")]);
    return name + [...all].join(",");
  });
}
