/** LF line ends and exactly one at the end, so that a PEM is the same text at every read. */
export function normalizePem(pem: string): string {
  return `${pem.replace(/\r\n?/g, "\n").trim()}\n`;
}

/** The base64 text of a PEM without armour and white space: equal when the content is equal. */
export function pemBody(pem: string): string {
  return pem.replace(/-----(BEGIN|END) [A-Z0-9 ]+-----/g, "").replace(/\s+/g, "");
}
