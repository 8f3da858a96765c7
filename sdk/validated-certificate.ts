import * as pulumi from "@pulumi/pulumi";

import { isDomainValidated } from "../provider/certificate/plan/products";
import { domainsToValidate, type ValidationRecord } from "../provider/dcv";
import { Certificate, type CertificateArgs } from "./certificate";
import { Domain } from "./domain";
import { DomainValidation } from "./domain-validation";
import { IssuedCertificate } from "./issued-certificate";
import { domainNameUnknown, domainsNotForDv } from "../provider/messages/program";

/** How the component shows control of a domain: by a record that a program can make. */
type RecordMethod = "dns-txt-token" | "dns-cname-token" | "http-token";

/** A record to make, ready to hand to the resource of any DNS provider or web server. */
export interface RecordToMake {
  /** Domain that it validates. */
  domain: string;
  /** The component's name and the domain: for the name of the resource, which no other component's record has. */
  resourceName: string;
  /** How control of the domain is shown: `dns-txt-token`, `dns-cname-token` or `http-token`. */
  method: RecordMethod;
  /** DNS: `TXT` or `CNAME`. */
  type: "TXT" | "CNAME";
  /** DNS: name of the record, without a final dot. */
  name: pulumi.Output<string>;
  /** DNS: value of the record. */
  value: pulumi.Output<string>;
  /** HTTP: where the content must be found. */
  url: pulumi.Output<string>;
  /** HTTP: what must be found there. */
  content: pulumi.Output<string>;
}

/** The inputs of {@link ValidatedCertificate}: those of a certificate, and how to make a record. */
export type ValidatedCertificateArgs = Omit<
  CertificateArgs,
  "product" | "commonName" | "dnsNames" | "dcvMethod" | "waitFor" | "adoptOrderId"
> & {
  /** Product identifier, for example `ssl_multi_domain`, or `ssl_dv_geotrust_flex`. */
  product: string;
  /** Domain to be secured. It must be known when the program runs. */
  commonName: string;
  /** Further domains to be secured. They must be known when the program runs. */
  dnsNames?: string[];
  /** How control of the domains is shown. Default: `dns-txt-token`. */
  dcvMethod?: RecordMethod;
  /**
   * Makes one record, with any DNS provider (or serves a file, for `http-token`). Called once for each domain, however many names need it.
   * Give `opts` to what it makes, and return that.
   */
  dns: (record: RecordToMake, opts: pulumi.CustomResourceOptions) => pulumi.Resource;
  /**
   * OV and EV products: the domains of the account to validate, for example `["example.com"]` for all
   * names below it. Default: the names of the certificate themselves. `[]`: none, they are validated.
   * A domain that several components need is one {@link Domain} that is given to all: the first makes its record.
   */
  domains?: (string | Domain)[];
  /** Minutes to wait for each domain. Default: 10. */
  validationTimeoutMinutes?: pulumi.Input<number>;
};

/**
 * A certificate and the validation of its domains in one: records, waits, the chain.
 *
 * OV and EV products: each domain is a {@link Domain} with its record and its {@link DomainValidation},
 * validated again in time, and the certificate is ordered once they are valid. DV products: the order
 * comes first, because it has the token, then the records, then an {@link IssuedCertificate}.
 *
 * @example
 * ```ts
 * const shop = new certcentral.ValidatedCertificate("shop", {
 *   product: "ssl_multi_domain",
 *   commonName: "shop.example.com",
 *   csr: readFileSync("shop.csr", "utf8"),
 *   organization: { id: 117483 },
 *   domains: ["example.com"],
 *   dns: ({ resourceName, name, type, value }, opts) =>
 *     new cloudflare.DnsRecord(resourceName, { zoneId, name, type, content: value, ttl: 60 }, opts),
 * });
 * export const fullChain = shop.fullChainPem;
 * ```
 */
export class ValidatedCertificate extends pulumi.ComponentResource {
  /** The certificate, with its plan. */
  public readonly certificate: Certificate;
  /** Id of the order. */
  public readonly orderId: pulumi.Output<number>;
  /** Last instant of the certificate, ISO 8601, UTC. */
  public readonly notAfter: pulumi.Output<string>;
  /** The certificate itself, PEM. */
  public readonly certificatePem: pulumi.Output<string>;
  /** The intermediates, PEM. */
  public readonly chainPem: pulumi.Output<string>;
  /** Certificate and intermediates, PEM: what nginx and Kubernetes take. */
  public readonly fullChainPem: pulumi.Output<string>;
  /** The root, PEM. */
  public readonly rootPem: pulumi.Output<string>;

  constructor(
    name: string,
    args: ValidatedCertificateArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("certcentral:index:ValidatedCertificate", name, {}, opts);
    const { dns, domains, validationTimeoutMinutes, ...certificate } = args;
    if (domains !== undefined && isDomainValidated(args.product)) {
      throw new pulumi.RunError(domainsNotForDv(name, args.product));
    }
    const names = [args.commonName, ...(args.dnsNames ?? [])];
    const dcvMethod = args.dcvMethod ?? "dns-txt-token";
    const make: MakeRecord = (domain, found) =>
      dns(recordToMake(`${name}-${domain}`, domain, dcvMethod, found), { parent: this });
    const whole = { ...certificate, dcvMethod };
    const own = domainsToValidate(names, dcvMethod);
    const parts = isDomainValidated(args.product)
      ? orderFirst(this, name, whole, own, make)
      : validateFirst(this, name, whole, domains ?? own, make, {
          ...(validationTimeoutMinutes === undefined ? {} : { validationTimeoutMinutes }),
        });
    const { orderId, notAfter, certificatePem, chainPem, fullChainPem, rootPem } = parts.issued;
    this.certificate = parts.certificate;
    this.orderId = orderId;
    this.notAfter = notAfter;
    this.certificatePem = certificatePem;
    this.chainPem = chainPem;
    this.fullChainPem = fullChainPem;
    this.rootPem = rootPem;
    // The chain stands in the state of the certificate.
    this.registerOutputs({ orderId, notAfter });
  }
}

type MakeRecord = (
  domain: string,
  found: pulumi.Output<ValidationRecord | undefined>,
) => pulumi.Resource;

interface Parts {
  certificate: Certificate;
  /** Where the chain is. */
  issued: Certificate | IssuedCertificate;
}

type Whole = CertificateArgs & { dcvMethod: RecordMethod };

/** DV: the order has the token, so it is placed first and waited for last. */
function orderFirst(
  parent: pulumi.Resource,
  name: string,
  args: Whole,
  domains: readonly string[],
  make: MakeRecord,
): Parts {
  const { issuanceTimeoutMinutes, ...rest } = args;
  const certificate = new Certificate(name, { ...rest, waitFor: "placed" }, { parent });
  const records = domains.map((domain) =>
    make(
      domain,
      // Undefined where the run ends before the order is placed.
      certificate.validationRecords.apply((all?: ValidationRecord[]) =>
        all?.find((one) => one.domain === domain),
      ),
    ),
  );
  const wait = issuanceTimeoutMinutes === undefined ? {} : { issuanceTimeoutMinutes };
  const options = { parent, dependsOn: records };
  return {
    certificate,
    issued: new IssuedCertificate(name, { certificate, ...wait }, options),
  };
}

/** OV and EV: domains of the account, valid before the order needs them. */
function validateFirst(
  parent: pulumi.Resource,
  name: string,
  args: Whole,
  domains: readonly (string | Domain)[],
  make: MakeRecord,
  wait: { validationTimeoutMinutes?: pulumi.Input<number> },
): Parts {
  const { organization, dcvMethod } = args;
  const id = pulumi.output(organization).apply((given) => given?.id ?? 0);
  const validate = (child: string, of: string, domain: Domain): DomainValidation => {
    const options = { parent, dependsOn: make(of, domain.validationRecord) };
    return new DomainValidation(child, { domain, ...wait }, withFormerName(of, options));
  };
  const validations = domains.map((of) => {
    if (typeof of !== "string") return validateShared(name, of, validate);
    const child = `${name}-${of}`;
    const inputs = { name: of, organization: { id }, dcvMethod };
    return validate(child, of, new Domain(child, inputs, withFormerName(of, { parent })));
  });
  const certificate = new Certificate(name, args, { parent, dependsOn: validations });
  return { certificate, issued: certificate };
}

/** Children were named by their domain alone, so that two components could not have the same one. */
function withFormerName<Options extends pulumi.CustomResourceOptions>(
  domain: string,
  options: Options,
): Options {
  return { ...options, aliases: [{ name: domain }] };
}

/** The validations of domains that programs declare themselves and give to several components. */
const shared = new WeakMap<Domain, DomainValidation>();

function validateShared(
  name: string,
  domain: Domain,
  validate: (child: string, of: string, domain: Domain) => DomainValidation,
): DomainValidation {
  const before = shared.get(domain);
  if (before !== undefined) return before;
  const of = domain.declaredName;
  if (typeof of !== "string") {
    throw new pulumi.RunError(domainNameUnknown(name));
  }
  const validation = validate(`${name}-${of}`, of, domain);
  shared.set(domain, validation);
  return validation;
}

function recordToMake(
  resourceName: string,
  domain: string,
  method: RecordMethod,
  found: pulumi.Output<ValidationRecord | undefined>,
): RecordToMake {
  const part = (key: "name" | "value" | "url" | "content"): pulumi.Output<string> =>
    found.apply((record) => record?.[key] ?? "");
  return {
    domain,
    resourceName,
    method,
    type: method === "dns-cname-token" ? "CNAME" : "TXT",
    name: part("name"),
    value: part("value"),
    url: part("url"),
    content: part("content"),
  };
}
