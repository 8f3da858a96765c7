import { day, plusDays } from "./calendar";
import { Domains, reuseEnd } from "./domains";
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
  readonly domains = new Domains();
  readonly containers: readonly { id: number; name: string }[] = [
    { id: 5, name: "Main" },
    { id: 6, name: "Stores" },
  ];
  readonly customFields: readonly { id: number; label: string }[] = [
    { id: 11, label: "Invoice" },
    { id: 12, label: "Cost centre" },
  ];

  constructor(
    readonly id: number,
    { validationExpires }: Pick<Settings, "validationExpires">,
    now: Date,
  ) {
    const validatedUntil = validationExpires ? this.organizationReuseEnd(now) : "9999-12-31";
    this.organizations.set(117483, {
      id: 117483,
      name: "Example, Inc.",
      ...address,
      validatedUntil,
    });
    this.organizations.set(117484, { id: 117484, name: "Unvalidated Ltd.", ...address });
    const details = { organizationId: 117483, dcvMethod: "dns-txt-token" } as const;
    const domain = this.domains.add("example.com", details, now);
    this.domains.validate(domain, now);
    domain.validatedUntil = validationExpires ? reuseEnd(now) : "9999-12-31";
  }

  /** Last day on which an organization's validation of today may be used. */
  organizationReuseEnd(now: Date): string {
    const today = day(now);
    return plusDays(today, eraOf(today).organizationReuseDays - 1);
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
