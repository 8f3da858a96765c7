/** Whether a token can be found where a method looks for it: asked of real DNS and real HTTP. */
import { Resolver } from "node:dns/promises";
import { get } from "node:http";

import { z } from "zod";

import type { Settings } from "../settings";
import { cnameTarget, type DcvMethod, fileOf, isFileBased } from "./methods";

/** Chosen: a check looks for so long and no longer, however many names there are and however slow who is asked. */
const patienceMs = 1000;
const maxFile = 64 * 1024;

/** Where the web servers of the emulated world listen, by the names that they serve. */
export class HttpAddresses {
  readonly #addresses = new Map<string, string>();

  set(name: string, address: string): void {
    this.#addresses.set(name.toLowerCase(), address);
  }

  of(name: string): string | undefined {
    return this.#addresses.get(name);
  }
}

/** The emulator asks no other host. */
export const loopbackSchema = z.string().refine((address) => {
  const port = /^127\.0\.0\.1:(\d{1,5})$/.exec(address)?.[1];
  return port !== undefined && Number(port) > 0 && Number(port) < 65_536;
}, "is not of the form 127.0.0.1:<port>");

/** The look-ups of one check. */
export class Lookups {
  readonly #end = AbortSignal.timeout(patienceMs);

  constructor(
    private readonly settings: Pick<Settings, "dnsServer">,
    private readonly addresses: HttpAddresses,
  ) {}

  /** Looks for a token that shows control over a name, which may be a wildcard. */
  async finds(token: string, method: DcvMethod, name: string): Promise<boolean> {
    if (isFileBased(method)) {
      return !name.startsWith("*.") && this.#isInFile(name, fileOf(method, token), token);
    }
    for (const place of placesFor(name.replace(/^\*\./, ""))) {
      const found =
        method === "dns-txt-token"
          ? (await this.#isInText(place, token)) ||
            (await this.#isInText(`_dnsauth.${place}`, token))
          : method === "dns-cname-token" && (await this.#isAlias(`${token}.${place}`));
      if (found) return true;
    }
    return false;
  }

  async #isInText(name: string, token: string): Promise<boolean> {
    const records = await this.#ask((resolver) => resolver.resolveTxt(name));
    return records.some((strings) => strings.join("").trim() === token);
  }

  async #isAlias(name: string): Promise<boolean> {
    const targets = await this.#ask((resolver) => resolver.resolveCname(name));
    return targets.some((target) => target.toLowerCase() === cnameTarget);
  }

  async #ask<T>(question: (resolver: Resolver) => Promise<T[]>): Promise<T[]> {
    if (this.#end.aborted) return [];
    const resolver = new Resolver({ timeout: patienceMs, tries: 1 });
    resolver.setServers([this.settings.dnsServer]);
    const cancel = (): void => {
      resolver.cancel();
    };
    this.#end.addEventListener("abort", cancel);
    try {
      return await question(resolver);
    } catch {
      // No record, no name and no answer are the same to a check: nothing was found.
      return [];
    } finally {
      this.#end.removeEventListener("abort", cancel);
    }
  }

  async #isInFile(name: string, path: string, token: string): Promise<boolean> {
    const address = this.addresses.of(name);
    if (address === undefined || this.#end.aborted) return false;
    const [host, port] = address.split(":");
    const options = { host, port, path, headers: { host: name }, signal: this.#end };
    return new Promise((resolve) => {
      const request = get(options, (response) => {
        let text = "";
        const end = (): void => {
          resolve(response.statusCode === 200 && text.includes(token));
        };
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part;
          if (text.length > maxFile) request.destroy();
        });
        response.on("end", end);
        response.on("close", end);
      });
      request.on("error", () => {
        resolve(false);
      });
    });
  }
}

/** The name and its parents, down to two labels. */
function placesFor(name: string): string[] {
  const labels = name.split(".");
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, at) => labels.slice(at).join("."));
}
