/** The border: snake_case and CertCentral's date forms on the outside, ours on the inside. */

/** Keys in snake_case, at every depth; values stay as they are. */
export function toWire(value: unknown): unknown {
  return mapKeys(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** Keys in camelCase, at every depth; values stay as they are. */
export function fromWire(value: unknown): unknown {
  // A page has a thousand objects of the same keys.
  const names = new Map<string, string>();
  return mapKeys(value, (key) => {
    const name = names.get(key) ?? camelCase(key);
    names.set(key, name);
    return name;
  });
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value) as [string, unknown][];
  for (const entry of entries) {
    entry[0] = rename(entry[0]);
    entry[1] = mapKeys(entry[1], rename);
  }
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** `2027-06-09` as CertCentral wants a wished expiry: `09 JUN 2027`. */
export function spelledDate(day: string): string {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${date} ${months[Number(month) - 1] ?? ""} ${year}`;
}

/** A copy of a request in which every wished expiry has the form that CertCentral wants. */
export function withSpelledDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSpelledDates);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      key === "customExpirationDate" && typeof item === "string"
        ? spelledDate(item)
        : withSpelledDates(item),
    ]),
  );
}
