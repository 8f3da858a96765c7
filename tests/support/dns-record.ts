/** A DNS record in the emulator's own name server, as a resource: what a DNS provider's would be. */
import * as pulumi from "@pulumi/pulumi";

interface RecordProps {
  controlUrl: string;
  name: string;
  type: string;
  value: string;
}

// Each method stands for itself, because it is serialized alone.
const provider: pulumi.dynamic.ResourceProvider<RecordProps, RecordProps> = {
  async create({ controlUrl, name, type, value }) {
    const body = JSON.stringify([{ name, type, value }]);
    await fetch(`${controlUrl}/setDnsRecord`, { method: "POST", body });
    return { id: `${name} ${type}`, outs: { controlUrl, name, type, value } };
  },
  async update(_id, old, { controlUrl, name, type, value }) {
    const gone = JSON.stringify([{ name: old.name, type: old.type, value: old.value }]);
    await fetch(`${controlUrl}/removeDnsRecord`, { method: "POST", body: gone });
    const body = JSON.stringify([{ name, type, value }]);
    await fetch(`${controlUrl}/setDnsRecord`, { method: "POST", body });
    return { outs: { controlUrl, name, type, value } };
  },
  async delete(_id, { controlUrl, name, type, value }) {
    const body = JSON.stringify([{ name, type, value }]);
    await fetch(`${controlUrl}/removeDnsRecord`, { method: "POST", body });
  },
};

export class DnsRecord extends pulumi.dynamic.Resource {
  constructor(
    name: string,
    args: { [Key in keyof RecordProps]: pulumi.Input<string> },
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(provider, name, args, opts, "emulator", "DnsRecord");
  }
}
