import type { Ids } from "./ids";
import { day, plusDays } from "./calendar";
import { Domains, reuseEnd, type ValidationType } from "./domains";
import { notFound } from "./problems";
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
  assumedName?: string | undefined;
  address2?: string | undefined;
  contact?: Record<string, unknown> | undefined;
  isInactive?: true;
  /** The validations that were asked for. */
  types: ValidationType[];
  /** Last day of the validation; undefined when it was never validated. */
  validatedUntil?: string | undefined;
}

/** The user whose keys the account has, and who does everything in it. */
export interface User {
  id: number;
  firstName: string;
  lastName: string;
  email: string;
  telephone: string;
}

/** What makes two organizations the same. */
export type OrganizationDetails = Pick<
  Organization,
  "name" | "address" | "city" | "state" | "zip" | "country" | "telephone"
>;

const address = {
  address: "2801 N Thanksgiving Way",
  city: "Lehi",
  state: "Utah",
  zip: "84043",
  country: "us",
  telephone: "8015551212",
};

/** A division of the account. */
export interface Container {
  id: number;
  name: string;
}

/** What belongs to the account and not to an order. */
export class Account {
  readonly organizations = new Map<number, Organization>();
  readonly domains: Domains;
  readonly user: User;
  readonly containers: readonly [Container, ...Container[]];
  readonly customFields: readonly { id: number; label: string }[];

  constructor(
    readonly id: number,
    { validationExpires }: Pick<Settings, "validationExpires">,
    now: Date,
    private readonly ids: Ids,
  ) {
    this.user = {
      id: ids.next("user"),
      firstName: "Clive",
      lastName: "Collegedean",
      email: "clive@example.com",
      telephone: "8015551212",
    };
    this.containers = [
      { id: ids.next("container"), name: "Main" },
      { id: ids.next("container"), name: "Stores" },
    ];
    this.customFields = [
      { id: ids.next("customField"), label: "Invoice" },
      { id: ids.next("customField"), label: "Cost centre" },
    ];
    this.domains = new Domains(ids);
    const validatedUntil = validationExpires ? this.organizationReuseEnd(now) : "9999-12-31";
    const validated = this.addOrganization({
      name: "Example, Inc.",
      ...address,
      types: ["ov"],
      validatedUntil,
    });
    this.addOrganization({ name: "Unvalidated Ltd.", ...address, types: [] });
    const details = {
      organizationId: validated.id,
      containerId: this.containers[0].id,
      dcvMethod: "dns-txt-token",
    } as const;
    const domain = this.domains.add("example.com", details, now);
    this.domains.validate(domain, domain.dcvMethod, now);
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

  organization(id: number): Organization {
    const organization = this.organizations.get(id);
    if (organization === undefined) throw notFound("organization");
    return organization;
  }

  hasOrganization(details: OrganizationDetails): boolean {
    const keys = Object.keys(details) as (keyof OrganizationDetails)[];
    return [...this.organizations.values()].some((own) =>
      keys.every((key) => own[key] === details[key]),
    );
  }

  addOrganization(organization: Omit<Organization, "id">): Organization {
    const added = { id: this.ids.next("organization"), ...organization };
    this.organizations.set(added.id, added);
    return added;
  }

  /** The organization of an order: one that the account has, or one that the order brings along. */
  organizationFor(organization: Organization | Omit<Organization, "id">): Organization {
    return "id" in organization ? organization : this.addOrganization(organization);
  }
}
