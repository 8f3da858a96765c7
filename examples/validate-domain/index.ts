import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";
import { DnsRecord } from "certcentral-emulator/pulumi";

const organization = { id: 117483 };

const domain = new certcentral.Domain("fresh", { name: "fresh.test", organization });

// The record in the emulator's name server; at a DNS provider, its own resource stands here.
const { validationRecord } = domain;
const record = new DnsRecord("fresh", {
  controlUrl: new pulumi.Config().require("controlUrl"),
  name: validationRecord.apply(({ name }) => name ?? ""),
  type: validationRecord.apply(({ type }) => type ?? ""),
  value: validationRecord.apply(({ value }) => value ?? ""),
});

const validated = new certcentral.DomainValidation(
  "fresh",
  { domain, validationTimeoutMinutes: 5 },
  { dependsOn: record },
);

const www = new certcentral.Certificate(
  "www",
  {
    product: "ssl_plus",
    commonName: "www.fresh.test",
    csr: readFileSync(join(__dirname, "www.fresh.test.csr"), "utf8"),
    organization,
  },
  { dependsOn: validated },
);

export const validatedUntil = validated.validatedUntil;
export const fullChain = www.fullChainPem;
