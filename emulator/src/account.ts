import { randomBytes } from "node:crypto";

import { day, plusDays } from "./calendar";
import { eraOf } from "./rules";
import type { Settings } from "./settings";

export interface Organization {
  id: number;
  name: string;
  address: string;
  city: string;
  state: string;
  zip: string;
  country: string;
  telephone: string;
  /** Last day of the validation; undefined when it was never validated. */
  validatedUntil?: string | undefined;
}

export interface Domain {
  id: number;
  name: string;
  organizationId: number | undefined;
  createdAt: Date;
  dcvMethod: string;
  token: string;
  validatedUntil?: string | undefined;
}

const address = {
  address: "2801 N Thanksgiving Way",
  city: "Lehi",
  state: "Utah",
  zip: "84043",
  country: "us",
  telephone: "8015551212",
};

/** What belongs to the account and not to an order. */
export class Account {
  readonly organizations = new Map<number, Organization>();
  readonly domains = new Map<string, Domain>();
  readonly containers: readonly { id: number; name: string }[] = [
    { id: 5, name: "Main" },
    { id: 6, name: "Stores" },
  ];
  readonly customFields: readonly { id: number; label: string }[] = [
    { id: 11, label: "Invoice" },
    { id: 12, label: "Cost centre" },
  ];
  #next = 1469;

  constructor(
    readonly id: number,
    { validationExpires }: Pick<Settings, "validationExpires">,
    now: Date,
  ) {
    const today = day(now);
    const last = plusDays(today, eraOf(today).organizationReuseDays - 1);
    const validatedUntil = validationExpires ? last : "9999-12-31";
    this.organizations.set(117483, {
      id: 117483,
      name: "Example, Inc.",
      ...address,
      validatedUntil,
    });
    this.organizations.set(117484, { id: 117484, name: "Unvalidated Ltd.", ...address });
    const domain = this.addDomain("example.com", 117483, "dns-txt-token", now);
    domain.validatedUntil = validationExpires ? this.reuseEnd(now) : "9999-12-31";
  }

  /** Last day on which a domain validation of today may be used. */
  reuseEnd(now: Date): string {
    const today = day(now);
    return plusDays(today, eraOf(today).domainReuseDays - 1);
  }

  addDomain(
    name: string,
    organizationId: number | undefined,
    dcvMethod: string,
    createdAt: Date,
  ): Domain {
    const token = randomBytes(16).toString("hex");
    const domain: Domain = { id: this.#next++, name, organizationId, createdAt, dcvMethod, token };
    this.domains.set(name, domain);
    return domain;
  }

  /** The account's domain that a name is validated under: itself, or the nearest parent. */
  domainOf(name: string): Domain | undefined {
    const labels = name.replace(/^\*\./, "").split(".");
    for (let from = 0; from < labels.length - 1; from++) {
      const domain = this.domains.get(labels.slice(from).join("."));
      if (domain !== undefined) return domain;
    }
    return undefined;
  }

  isDomainValidated(name: string, now: Date): boolean {
    const until = this.domainOf(name)?.validatedUntil;
    return until !== undefined && until >= day(now);
  }

  isOrganizationValidated(id: number, now: Date): boolean {
    const until = this.organizations.get(id)?.validatedUntil;
    return until !== undefined && until >= day(now);
  }

  /** Finds an organization with these details, or creates it, as an order with details does. */
  organizationFor(details: Omit<Organization, "id">, skipDuplicateCheck: boolean): Organization {
    const known = [...this.organizations.values()].find(({ name }) => name === details.name);
    if (known !== undefined && !skipDuplicateCheck) return known;
    const organization = { ...details, id: 117485 + this.organizations.size };
    this.organizations.set(organization.id, organization);
    return organization;
  }
}
