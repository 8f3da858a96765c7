/** What the resources of a run tell one another: the words, apart from how they are kept. */

/** Through which server a resource is asked for: one of each may bear one URN. */
export type Door = "dynamic provider" | "plugin";

/** One thing that a process of the run has learned. Names, ids, URNs and digests only: never a secret. */
export type Note = { readonly urn: string } & (
  | {
      /** The program declares it, and `check` has seen it. */
      readonly kind: "checked";
      readonly door: Door;
      readonly reference: string;
      readonly names: readonly string[];
      readonly onDelete: string;
      /** Digests of the inputs that its plan was made from. */
      readonly planned: Readonly<Record<string, string>>;
      /** What it begins with in this run, if it does: the id of an order that exists, or a new order. */
      readonly takes?: number | "new order" | undefined;
    }
  /** It bore this URN before a rename. */
  | { readonly kind: "renamed"; readonly from: string }
  /** Its create or update has begun; with the names for which it has no certificate yet. */
  | { readonly kind: "begun"; readonly names: readonly string[] }
  /** Its create or update has ended with a certificate. */
  | { readonly kind: "issued" }
  /** Its check, create or update has failed, or left it waiting: what depends on it is not registered in this run. */
  | { readonly kind: "failed" }
  /** It is about to be replaced, because these orders are for something else; its predecessors had the former. */
  | {
      readonly kind: "replaced";
      readonly orders: readonly number[];
      /** Of its newest paid order: those below it, it had renewed. */
      readonly orderNumber: number;
      readonly former: readonly number[];
    }
  /** It stays in the program, and uses or waits for these. */
  | {
      readonly kind: "uses";
      readonly orders: readonly number[];
      readonly certificates: readonly number[];
    }
  /** The program reads these (`get`): nothing of them is ended in this run. */
  | {
      readonly kind: "reads";
      readonly orders: readonly number[];
      readonly certificates: readonly number[];
    }
  /** The program has it in this run, on this domain. */
  | { readonly kind: "domain"; readonly domainId: number }
  /** It is about to pay for what follows this order. */
  | { readonly kind: "succeeds"; readonly orderId: number }
  /** Its preview announced something paid. */
  | { readonly kind: "announced" }
  /** It is about to be paid for: an order of this common name is there that an earlier list does not show. */
  | { readonly kind: "paid"; readonly commonName: string }
);

/** The notes of a run, oldest first. */
export interface Notes {
  add(note: Note): void;
  all(): readonly Note[];
  /** By URN, what the program itself has said, whether or not `check` has seen it. */
  declared(): ReadonlyMap<string, Declaration>;
}

/** What the program's own process says of a resource. */
export interface Declaration {
  readonly urn: string;
  /** The engine has registered it. In a destroy it then asks no provider before the end. */
  readonly isRegistered: boolean;
  /** Who has this as a former name, by an alias. */
  readonly formerOf?: string | undefined;
  /** As far as the program gave it. */
  readonly onDelete?: string | undefined;
}
