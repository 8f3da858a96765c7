import { tooLarge } from "./problems";
import type { Exchange } from "./routes/context";

/** Chosen: no order of CertCentral's is nearly so long. */
const maxBytes = 1024 * 1024;

/**
 * The text of a body. One that is too long is read to its end all the same, and not kept: who is answered in the middle of
 * sending may see the connection end instead of the answer.
 */
export async function readText(exchange: Exchange): Promise<string> {
  // Most that is asked has no body, and to look for one costs more than the rest of a short answer.
  const { headers } = exchange.env.incoming;
  if (!("content-length" in headers || "transfer-encoding" in headers)) return "";
  const parts: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = exchange.req.raw.body;
  for await (const part of body ?? []) {
    size += part.length;
    if (size <= maxBytes) parts.push(part);
  }
  if (size > maxBytes) throw tooLarge();
  return new TextDecoder().decode(Buffer.concat(parts));
}
