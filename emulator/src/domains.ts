/** The domains of an account: each name once, validated by one method at a time, by the clock. */
import { day, plusDays } from "./calendar";
import { type DcvMethod, isAlive, isFileBased, newToken, type Token } from "./dcv/methods";
import { badRequest, notFound } from "./problems";
import type { Ids } from "./ids";
import { eraOf } from "./rules";

export type ValidationType = "ov" | "ev" | "cs" | "ev_cs" | "ds" | "smime";

export interface Domain {
  id: number;
  name: string;
  organizationId: number | undefined;
  containerId: number;
  createdAt: Date;
  isActive: boolean;
  types: ValidationType[];
  dcvMethod: DcvMethod;
  /** By method: who returns to a method finds its token again while that lives. */
  tokens: Map<DcvMethod, Token>;
  /** When the validation was asked for that is still open; an older one counts meanwhile. */
  submittedAt?: Date | undefined;
  validatedAt?: Date | undefined;
  /** Last day of the validation. */
  validatedUntil?: string | undefined;
  /** Validated by a file, which covers no other name. */
  coversOnlyItself?: boolean | undefined;
}

/** What a new domain needs beside its name. */
export type NewDomain = Pick<Domain, "organizationId" | "containerId" | "dcvMethod"> &
  Partial<Pick<Domain, "types">>;

export class Domains {
  readonly #domains = new Map<string, Domain>();

  constructor(private readonly ids: Ids) {}

  get all(): Domain[] {
    return [...this.#domains.values()];
  }

  named(name: string): Domain | undefined {
    return this.#domains.get(name.toLowerCase());
  }

  get(id: number): Domain {
    const domain = this.all.find((own) => own.id === id);
    if (domain === undefined) throw notFound("domain");
    return domain;
  }

  /** Adds a domain that waits for validation. The code of the refusal is our choice. */
  add(name: string, details: NewDomain, now: Date): Domain {
    if (this.named(name) !== undefined) {
      throw badRequest("domain_already_exists", "The account has this domain already.");
    }
    const domain: Domain = {
      id: this.ids.next("domain"),
      name: name.toLowerCase(),
      createdAt: now,
      isActive: true,
      types: ["ov"],
      tokens: new Map(),
      submittedAt: now,
      ...details,
    };
    this.#domains.set(domain.name, domain);
    return domain;
  }

  /** Active domains above a name, and the name itself: the nearest first. */
  above(name: string): Domain[] {
    const labels = bare(name).split(".");
    return labels.slice(0, -1).flatMap((_, from) => {
      const domain = this.#domains.get(labels.slice(from).join("."));
      return domain?.isActive ? [domain] : [];
    });
  }

  /** The domain whose validation covers a name today: of several, the one that does so longest. */
  coverOf(name: string, now: Date): Domain | undefined {
    const covers = this.above(name).filter(
      (domain) => isValidated(domain, now) && (!domain.coversOnlyItself || domain.name === name),
    );
    return covers.sort((a, b) => ((a.validatedUntil ?? "") < (b.validatedUntil ?? "") ? 1 : -1))[0];
  }

  /**
   * Names that an order brings along become domains. Those that nothing above them will cover get a
   * token; they are returned.
   */
  register(names: readonly string[], details: NewDomain, now: Date): Domain[] {
    const fresh = [...new Set(names.map(bare))]
      .filter((name) => this.named(name) === undefined)
      .sort((a, b) => a.split(".").length - b.split(".").length);
    const submitted: Domain[] = [];
    for (const name of fresh) {
      const above = this.above(name);
      const domain = this.add(name, details, now);
      const isOwnMaster = isFileBased(details.dcvMethod)
        ? this.coverOf(name, now) === undefined
        : above.length === 0;
      if (isOwnMaster && this.tokenOf(domain, now) !== undefined) submitted.push(domain);
    }
    return submitted;
  }

  /** The token of the domain's method, renewed when it expired; none for email. */
  tokenOf(domain: Domain, now: Date): Token | undefined {
    const { dcvMethod, tokens } = domain;
    if (dcvMethod === "email") return undefined;
    const known = tokens.get(dcvMethod);
    if (isAlive(known, now)) return known;
    const token = newToken(now);
    tokens.set(dcvMethod, token);
    return token;
  }

  /** Opens a validation anew; an older one counts until its end. */
  submit(domain: Domain, method: DcvMethod, now: Date): void {
    domain.dcvMethod = method;
    domain.submittedAt = now;
  }

  /** Closes the open validation with success, by the method that proved control. */
  validate(domain: Domain, method: DcvMethod, now: Date): void {
    domain.validatedAt = now;
    domain.validatedUntil = reuseEnd(now);
    domain.coversOnlyItself = isFileBased(method);
    domain.submittedAt = undefined;
  }

  /** The domain that has to be validated so that a name is covered by a method. */
  responsibleFor(name: string, method: DcvMethod): Domain | undefined {
    return isFileBased(method) ? this.named(bare(name)) : this.above(name).at(-1);
  }

  /** Opens the validation of whatever names of an order still need, by the order's method. */
  submitFor(names: readonly string[], method: DcvMethod, now: Date): void {
    for (const name of names) {
      const domain = this.responsibleFor(name, method);
      if (domain === undefined || this.coverOf(name, now) !== undefined) continue;
      this.submit(domain, method, now);
      this.tokenOf(domain, now);
    }
  }
}

/** Last day on which a domain validation of today may be used. */
export function reuseEnd(now: Date): string {
  const today = day(now);
  return plusDays(today, eraOf(today).domainReuseDays - 1);
}

export function isValidated({ validatedUntil }: Domain, now: Date): boolean {
  return validatedUntil !== undefined && validatedUntil >= day(now);
}

/** A domain waits when its own validation is open, unless it never had one and another covers it. */
export function isPending(domain: Domain, cover: Domain | undefined): boolean {
  if (cover === undefined) return true;
  return domain.submittedAt !== undefined && (cover === domain || domain.validatedAt !== undefined);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/^\*\./, "");
}
