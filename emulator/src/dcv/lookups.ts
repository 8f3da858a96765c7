/** Whether a token can be found where a method looks for it: asked of real DNS and real HTTP. */
import { Resolver } from "node:dns/promises";
import { get } from "node:http";

import type { Settings } from "../settings";
import { cnameTarget, type DcvMethod, fileOf, isFileBased } from "./methods";

const patienceMs = 2000;
const maxFile = 64 * 1024;

/** Where the web servers of the emulated world listen, by the names that they serve. */
export class HttpAddresses {
  readonly #addresses = new Map<string, string>();

  set(name: string, address: string): void {
    this.#addresses.set(name.toLowerCase(), loopback(address));
  }

  of(name: string): string | undefined {
    return this.#addresses.get(name);
  }
}

/** `127.0.0.1:<port>` as it came; anything else is refused, for the emulator asks no other host. */
export function loopback(address: string): string {
  const port = /^127\.0\.0\.1:(\d{1,5})$/.exec(address)?.[1];
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536) return address;
  throw new Error(`${address} is not of the form 127.0.0.1:<port>`);
}

export class Lookups {
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
    const resolver = new Resolver({ timeout: patienceMs, tries: 1 });
    resolver.setServers([loopback(this.settings.dnsServer)]);
    // No record, no name and no answer are the same to a check: nothing was found.
    return question(resolver).catch(() => []);
  }

  async #isInFile(name: string, path: string, token: string): Promise<boolean> {
    const address = this.addresses.of(name);
    if (address === undefined) return false;
    const [host, port] = address.split(":");
    return new Promise((resolve) => {
      const request = get({ host, port, path, headers: { host: name } }, (response) => {
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
      request.setTimeout(patienceMs, () => request.destroy());
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
