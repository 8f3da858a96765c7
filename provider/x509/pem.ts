/** LF line ends and exactly one at the end, so that a PEM is the same text at every read. */
export function normalizePem(pem: string): string {
  return `${pem.replace(/\r\n?/g, "\n").trim()}\n`;
}

/** The base64 text of a PEM without armour and white space: equal when the content is equal. */
export function pemBody(pem: string): string {
  return pem.replace(/-----(BEGIN|END) [A-Z0-9 ]+-----/g, "").replace(/\s+/g, "");
}

/**
 * The base64 texts of all blocks with a label in a text, without white space.
 *
 * @param label a regular expression: `CERTIFICATE`, `(?:NEW )?CERTIFICATE REQUEST`
 */
export function findPem(text: string, label: string): string[] {
  const block = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`, "g");
  return [...text.matchAll(block)].map(([, body = ""]) => body.replace(/\s+/g, ""));
}

/** DER in PEM armour, 64 columns, LF. */
export function armour(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `${[`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join("\n")}\n`;
}
