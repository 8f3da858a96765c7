/** Server platforms, and the format in which a certificate is downloaded for each. */
import type { Format } from "./formats";

export interface Platform {
  id: number;
  name: string;
  format: Format;
}

/** That of orders which name none. */
export const anyPlatform: Platform = { id: -1, name: "OTHER", format: "default" };

/** The few whose ids are public. Formats: chosen, but for 29, which a client of others equates with `pem_all`. */
export const platforms: readonly Platform[] = [
  anyPlatform,
  { id: 2, name: "Apache", format: "apache" },
  { id: 29, name: "Any that reads PEM", format: "pem_all" },
  { id: 40, name: "Microsoft IIS 7", format: "p7b" },
  { id: 45, name: "nginx", format: "pem_noroot" },
  { id: 67, name: "Microsoft IIS 8", format: "p7b" },
];

export function platformOf(id: number): Platform | undefined {
  return platforms.find((own) => own.id === id);
}
