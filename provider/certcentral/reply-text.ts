/** What is read off the text of a reply that may be none of CertCentral's: its errors, or the first words of a page. */

const maxPageRead = 20_000;
/** So many letters of what others wrote are said. */
export const maxExcerpt = 80;

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The errors of CertCentral's envelope; none where there is no such. */
export function errorsOf(json: unknown): { code: string; message: string }[] {
  if (typeof json !== "object" || json === null || !("errors" in json)) return [];
  const list: unknown[] = Array.isArray(json.errors) ? json.errors : [json.errors];
  return list
    .filter((item) => typeof item === "object" && item !== null)
    .map((item) => {
      const { code, message } = item as Record<string, unknown>;
      return {
        code: typeof code === "string" ? code : "unknown_error",
        message: typeof message === "string" ? message : "",
      };
    });
}

/** A text to be said, without the key that a page may echo. */
export function withoutKey(text: string, { apiKey }: { apiKey: string }): string {
  const forms = [...new Set([apiKey, encodeURIComponent(apiKey)])].map((form) =>
    form.replace(/[^a-z0-9]/gi, "\\$&"),
  );
  return text.replace(new RegExp(forms.join("|"), "gi"), "<API key>");
}

/** The first readable words of a page that is no JSON: a firewall's, or a gateway's. */
export function excerpt(text: string): string {
  const words: string[] = [];
  let isTag = false;
  let isCode = false;
  for (const part of text.slice(0, maxPageRead).split(/([<>])/)) {
    if (part === "<" || part === ">") isTag = part === "<";
    else if (!isTag && !isCode) words.push(part);
    else if (isTag && /^\/?(script|style)\b/i.test(part)) isCode = !part.startsWith("/");
  }
  const readable = words.join(" ").replace(/[^\x21-\x7e]+/g, " ");
  const short = readable.trim().slice(0, maxExcerpt);
  return short === "" ? "an empty reply" : `"${short}"`;
}
