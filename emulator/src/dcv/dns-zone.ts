import { isIPv4 } from "node:net";

/** A record of the emulator's own DNS. */
export interface DnsRecord {
  name: string;
  type: "TXT" | "CNAME" | "A";
  value: string;
}

/** Which record, or all of a name and type, to take away. */
export type DnsRecordKey = Omit<DnsRecord, "value"> & { value?: string };

const types: readonly string[] = ["TXT", "CNAME", "A"];

/** The records of a world that consists of nothing else: no delegation, no wildcards. */
export class DnsZone {
  #records: DnsRecord[] = [];

  get records(): DnsRecord[] {
    return this.#records.map((record) => ({ ...record }));
  }

  /** Adds a record; a name has many texts and addresses, but one alias. */
  add(given: DnsRecord): void {
    const record = { ...given, name: nameOf(given.name) };
    refuseIll(record);
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

/** What cannot be sent in an answer must not come in. */
function refuseIll({ name, type, value }: DnsRecord): void {
  if (!types.includes(type)) throw new Error(`${type} is none of ${types.join()}`);
  if (!isName(name)) throw new Error(`${name} is no name`);
  const isGood = type === "A" ? isIPv4(value) : type === "TXT" || isName(nameOf(value));
  if (!isGood) throw new Error(`${value} is no value of ${type}`);
}

function isName(name: string): boolean {
  return name.length < 254 && name.split(".").every((label) => /^[\w*-]{1,63}$/.test(label));
}

function nameOf(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
