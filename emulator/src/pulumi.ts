/** For programs that are tried against the emulator: what would be a DNS provider's resource. */
import * as pulumi from "@pulumi/pulumi";

/** The inputs of {@link DnsRecord}. */
export interface DnsRecordArgs {
  /** The emulator's control URL, as it prints it. */
  controlUrl: pulumi.Input<string>;
  /** Name of the record, without a final dot. */
  name: pulumi.Input<string>;
  /** `TXT`, `CNAME` or `A`. */
  type: pulumi.Input<string>;
  value: pulumi.Input<string>;
}

interface Known {
  controlUrl: string;
  name: string;
  type: string;
  value: string;
}

// Each method stands for itself, because it is serialized alone.
const provider: pulumi.dynamic.ResourceProvider<Known, Known> = {
  async create({ controlUrl, name, type, value }) {
    const body = JSON.stringify([{ name, type, value }]);
    const reply = await fetch(`${controlUrl}/setDnsRecord`, { method: "POST", body });
    if (!reply.ok) throw new Error(`set DNS record ${name}: ${await reply.text()}`);
    return { id: `${name} ${type}`, outs: { controlUrl, name, type, value } };
  },
  async update(_id, old, { controlUrl, name, type, value }) {
    const gone = JSON.stringify([{ name: old.name, type: old.type, value: old.value }]);
    await fetch(`${controlUrl}/removeDnsRecord`, { method: "POST", body: gone });
    const body = JSON.stringify([{ name, type, value }]);
    const reply = await fetch(`${controlUrl}/setDnsRecord`, { method: "POST", body });
    if (!reply.ok) throw new Error(`set DNS record ${name}: ${await reply.text()}`);
    return { outs: { controlUrl, name, type, value } };
  },
  async delete(_id, { controlUrl, name, type, value }) {
    const body = JSON.stringify([{ name, type, value }]);
    await fetch(`${controlUrl}/removeDnsRecord`, { method: "POST", body });
  },
};

/**
 * A record in the emulator's own name server.
 *
 * @example
 * ```ts
 * new DnsRecord("dcv", { controlUrl, name: "fresh.test", type: "TXT", value: token });
 * ```
 */
export class DnsRecord extends pulumi.dynamic.Resource {
  constructor(name: string, args: DnsRecordArgs, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "emulator", "DnsRecord");
  }
}
