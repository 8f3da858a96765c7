import { isIPv4 } from "node:net";

import { z } from "zod";

/** A record of the emulator's own DNS. */
export interface DnsRecord {
  name: string;
  type: "TXT" | "CNAME" | "A";
  value: string;
}

/** Which record, or all of a name and type, to take away. */
export type DnsRecordKey = Omit<DnsRecord, "value"> & { value?: string };

const type = z.enum(["TXT", "CNAME", "A"]);
export const nameSchema = z.string().refine(isName, "is no name");
/** Chosen: a reply with many such texts still fits into a datagram. */
const maxText = 1000;

/** A record as people give it: what cannot be sent in an answer does not come in. */
export const dnsRecordSchema = z.discriminatedUnion("type", [
  z.strictObject({ name: nameSchema, type: z.literal("TXT"), value: z.string().max(maxText) }),
  z.strictObject({ name: nameSchema, type: z.literal("CNAME"), value: nameSchema }),
  z.strictObject({
    name: nameSchema,
    type: z.literal("A"),
    value: z.string().refine(isIPv4, "is no address"),
  }),
]);

export const dnsRecordKeySchema = z.strictObject({
  name: nameSchema,
  type,
  value: z.string().optional(),
});

/** The records of a world that consists of nothing else: no delegation, no wildcards. */
export class DnsZone {
  #records: DnsRecord[] = [];

  get records(): DnsRecord[] {
    return this.#records.map((record) => ({ ...record }));
  }

  /** Adds a record; a name has many texts and addresses, but one alias. */
  add(given: DnsRecord): void {
    const record = { ...given, name: nameOf(given.name) };
    this.remove(record.type === "CNAME" ? { name: record.name, type: "CNAME" } : record);
    this.#records.push(record);
  }

  remove({ name, type, value }: DnsRecordKey): void {
    const isMeant = (record: DnsRecord): boolean =>
      record.name === nameOf(name) &&
      record.type === type &&
      (value === undefined || record.value === value);
    this.#records = this.#records.filter((record) => !isMeant(record));
  }

  clear(): void {
    this.#records = [];
  }

  at(name: string): DnsRecord[] {
    return this.#records.filter((record) => record.name === nameOf(name));
  }

  /** Whether a name has records, or stands above one that has. */
  exists(name: string): boolean {
    const wanted = nameOf(name);
    return this.#records.some((own) => own.name === wanted || own.name.endsWith(`.${wanted}`));
  }
}

function isName(text: string): boolean {
  const bare = nameOf(text);
  return bare.length < 254 && bare.split(".").every((label) => /^[\w*-]{1,63}$/.test(label));
}

function nameOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
