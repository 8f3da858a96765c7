/** Whose an order is, at create, adoption and reissue: CC300 to CC329, CC470 to CC473. The remedy lists the ways out for the page of all refusals. */
import { joinWithAnd } from "../format";
import { removedNameRevocationHours } from "../rules";
import { define } from "./define";
import { forget } from "./ways-out";

const nothingDone = "Nothing was bought or changed";

/** A living order of the key that is asked for, under another reference. */
export interface SameKeyOrder {
  id: number;
  status: string;
  /** All its certificates have ended. */
  isSpent: boolean;
  reference: string | undefined;
  /** Another resource of this program that has it. */
  owner: string | undefined;
  /** What stands against taking it. */
  mismatches: readonly string[];
  /** Names of it that the program does not have: an adoption wants them. */
  unnamed: readonly string[];
}

function describeSameKeyOrder(order: SameKeyOrder): string {
  const { id, status, isSpent, reference, owner, mismatches } = order;
  const spent = isSpent ? ["all its certificates ended"] : [];
  const named = reference === undefined ? "no reference" : `reference ${reference}`;
  const whose = owner === undefined ? named : `used by ${owner} of this program`;
  return `order ${id} (${[status, ...spent, whose, ...mismatches].join(", ")})`;
}

// Create

export const orderNotReadable = define(
  {
    code: "CC300",
    severity: "error",
    cause:
      "CertCentral lists an order that may be this resource's, and does not show it: a key with a limited view, or a lagging service.",
    remedy:
      "Run again later; use a key that sees all orders of the account; or CERTCENTRAL_FORGET=<order id> where the order has ended.",
  },
  (orderId: number, reference: string) =>
    `order certificate: order ${orderId} bears the reference ${reference}, and CertCentral does not show it to this API ` +
    `key. ${nothingDone}; run again with a key that sees all orders, or, where it has ended, \`${forget(orderId)}\``,
);

export const orderUsedElsewhere = define(
  {
    code: "CC301",
    severity: "error",
    cause: "Another resource of this program uses or waits for the order.",
    remedy:
      "Take adoptOrderId out; or give one of the two a name or an alternativeOrderId of its own; or remove the other resource first.",
  },
  (orderId: number, urn: string) =>
    `order certificate: order ${orderId} is used by ${urn} of this program, and an order has one owner. ${nothingDone}; ` +
    "take adoptOrderId out of this resource if it has one; else give it an alternativeOrderId of its own, or remove the other one " +
    "from the program and run `pulumi up` first",
);

export const orderDiffers = define(
  {
    code: "CC302",
    severity: "error",
    cause:
      "An order that bears this resource's reference lives, and is for another key, other names, another product, organization or container: a run broke off before the program was changed, or state was lost; or a stack of the same name in another organization or backend placed it.",
    remedy:
      "Give key and names as they were, run `pulumi up`, then change them; or take it as it is with adoptOrderId; or end it in the console; or CERTCENTRAL_FORGET=<order id> to pay for another one. Of another organization or backend: `pulumi config set certcentral:namespace <name>` here, before the first order.",
  },
  (orderId: number, status: string, differences: string) =>
    `order certificate: order ${orderId} was placed for this resource before and is ${status}, but ${differences}. ${nothingDone}. ` +
    "Give key and names as they were, run `pulumi up`, then change them; or set adoptOrderId: " +
    `${orderId}; or end the order in the console; or, to pay for another one beside it, \`${forget(orderId)}\`. If a stack of the same ` +
    "name in another organization or backend placed it, set certcentral:namespace here instead",
);

export const keyHasOrder = define(
  {
    code: "CC303",
    severity: "error",
    cause:
      "An order for the same common name, product and key lives under another reference: a resource, stack or backend was renamed, a namespace was set, or another resource or program has it, or had it before it was destroyed.",
    remedy:
      "Give the resource an alias of its former name; or take the order over with adoptOrderId, free, unless another resource of the program has it; or use another key; or CERTCENTRAL_FORGET=<order id> to pay for another one.",
  },
  (orders: readonly SameKeyOrder[]) => {
    const all = joinWithAnd(orders.map(describeSameKeyOrder));
    const ids = orders.map(({ id }) => id);
    const ofOthers = orders.filter(({ owner }) => owner === undefined);
    const adoptable = ofOthers
      .filter(({ mismatches }) => mismatches.length === 0)
      .map(({ id, unnamed }) => {
        const names = joinWithAnd(unnamed);
        return unnamed.length === 0 ? String(id) : `${id}, with its ${names} in dnsNames`;
      });
    return (
      `order certificate: ${all} ${orders.length === 1 ? "has" : "have"} this very key and common name. ${nothingDone}. ` +
      (ofOthers.length === orders.length
        ? "If this resource was renamed, give it an alias of its former name; "
        : "") +
      (adoptable.length > 0
        ? `to take an order over, free, set adoptOrderId: ${adoptable.join(" or ")}; `
        : "") +
      `a certificate of its own wants a key of its own; or, to pay for another order, \`${forget(ids.join(","))}\``
    );
  },
);

export const referencesExhausted = define(
  {
    code: "CC304",
    severity: "error",
    cause: "As many orders as are looked at bear references of this resource.",
    remedy: "Give the resource an alternativeOrderId of its own.",
  },
  (count: number, reference: string) =>
    `order certificate: ${count} orders already bear the reference ${reference}. ${nothingDone}; give the resource an ` +
    "alternativeOrderId of its own",
);

export const ownOrderHidden = define(
  {
    code: "CC305",
    severity: "error",
    cause:
      "The API key does not find, by its reference, the order that it has just placed. After a lost reply it could not be found again.",
    remedy:
      "Use a key whose user sees all orders of the account. The order is in state; the next run goes on.",
  },
  (orderId: number, reference: string) =>
    `order ${orderId} is placed and in state, but this API key does not find it by its reference ${reference}: after a lost ` +
    "reply it could not be found again, so this run ends here. Use a key whose user sees all orders of the account, and run `pulumi up` again",
);

export const blindKey = define(
  {
    code: "CC306",
    severity: "error",
    cause: "The API key did not find an order that it placed earlier in this run.",
    remedy: "Use a key whose user sees all orders of the account.",
  },
  (names: string) =>
    `order certificate for ${names}: this API key does not find its own orders by their references. ${nothingDone}; use a ` +
    "key whose user sees all orders of the account",
);

export const paidActionsSpent = define(
  {
    code: "CC307",
    severity: "error",
    cause: "certcentral:maxPaidActionsPerRun is reached.",
    remedy:
      "Look at the preview; raise certcentral:maxPaidActionsPerRun, or run again for the rest with --target.",
  },
  (max: number, names?: string) =>
    `${names === undefined ? "" : `order certificate ${names}: `}pays for more than ${max} orders in this run, which certcentral:maxPaidActionsPerRun forbids. ${nothingDone}; raise it, ` +
    "or run with --target for some of the resources at a time",
);

export const rootDeclaredTwice = define(
  {
    code: "CC308",
    severity: "error",
    cause:
      "Two resources of the program have one root of order references: one alternativeOrderId twice, a resource renamed with an alias and the old name declared again, or one name through both the dynamic provider and the plugin.",
    remedy:
      "Give the new one another name, or an alternativeOrderId of its own where no rename is under way in the same edit; of two doors, take the resource that moves out of the former one.",
  },
  (reference: string, urn: string, door: string, isGiven: boolean) =>
    `has the order reference ${reference}, as ${urn} of this program (through the ${door}) has: an order has one owner. Give the one ` +
    `that is declared anew ${isGiven ? "" : "another name or, once a rename is done, "}an alternativeOrderId of its own, or take one of the two out`,
);

export const formerNameDeclared = define(
  {
    code: "CC473",
    severity: "error",
    cause:
      "A resource is renamed by an alias, and its former name is declared for another certificate: Pulumi may give that one what the renamed one has in the state, and its names and key would be taken from it.",
    remedy:
      "Give the other one a name of its own; or run `pulumi up` with the rename alone, then take the alias out and declare the other one with an alternativeOrderId of its own. An alias of a rename that is done: take it out.",
  },
  (urn: string) =>
    `has the former name of ${urn} of this program, which an alias of that one says, and would change the certificate that goes by it. ` +
    "Nothing was changed; give this one another name; or, where the rename is done, take the alias out",
);

export const keyOrderedTwice = define(
  {
    code: "CC470",
    severity: "error",
    cause:
      "Two new resources of the program order a certificate for the same product, common name and key.",
    remedy:
      "Give one of the two a CSR of a key of its own; or take it out, and read the other one's outputs in both places.",
  },
  (urn: string) =>
    `is of the key for which ${urn} of this program orders a certificate of the same product and common name. ${nothingDone}; give ` +
    "one of the two a CSR of a key of its own, or take it out and use the other one's outputs",
);

export const orderTakenTwice = define(
  {
    code: "CC471",
    severity: "error",
    cause: "Two new resources of the program adopt or renew one order.",
    remedy: "Take one of the two out, and read the other one's outputs in both places.",
  },
  (orderId: string, urn: string) =>
    `names order ${orderId}, as ${urn} of this program does: an order has one owner. ${nothingDone}; take one of the two out, ` +
    "and use the other one's outputs",
);

export const orderShared = define(
  {
    code: "CC472",
    severity: "warning",
    cause:
      "Two resources of the program hold one order: it was adopted or imported twice, or an export was edited.",
    remedy:
      "Take one of the two out of the program: what the other one uses is spared. Until then only one of them renews the order.",
  },
  (orderId: number, urn: string) =>
    `order ${orderId} is used by ${urn} of this program as well, and an order has one owner: only one of the two renews it. ` +
    "Take one of them out of the program: what the other one uses is spared",
);

export const ownOrderLags = define(
  {
    code: "CC309",
    severity: "error",
    cause:
      "The account's list shows a living order with this resource's reference, and the look-up by that reference does not: it lags.",
    remedy: "Run again in a minute; or CERTCENTRAL_FORGET=<order id> to pay for another one.",
  },
  (orderId: number, reference: string) =>
    `order certificate: order ${orderId} bears this resource's reference ${reference} and lives, but CertCentral's look-up by reference ` +
    `did not show it. ${nothingDone}; run again in a minute, or, to pay for another order, \`${forget(orderId)}\``,
);

// Adoption

export const adoptImpossible = define(
  {
    code: "CC310",
    severity: "error",
    cause:
      "The order to adopt is not shown, has ended, or is for another product, organization or container.",
    remedy:
      "Correct adoptOrderId or the inputs; without adoptOrderId the next preview shows an order.",
  },
  (orderId: number, problems: string) =>
    `adopt order ${orderId}: ${problems}. ${nothingDone}; correct the inputs, or remove adoptOrderId, and the next preview shows an order`,
);

export const adoptLosesName = define(
  {
    code: "CC311",
    severity: "error",
    cause: `The reissue that an adoption wants would take names from a living certificate, which CertCentral then revokes within ${removedNameRevocationHours} hours.`,
    remedy: "Add the names to the program; remove them later, with a warning in the preview.",
  },
  (orderId: number, names: string) =>
    `adopt order ${orderId}: the program lacks ${names}, and a reissue without them makes CertCentral revoke the order's present ` +
    `certificates within ${removedNameRevocationHours} hours. ${nothingDone}; add the names to dnsNames`,
);

export const adoptsAnothersOrder = define(
  {
    code: "CC312",
    severity: "warning",
    cause: "The adopted order bears a reference that another resource or program gave it.",
    remedy:
      'Remove it from the other program with onDelete: "keep" before anything is destroyed there.',
  },
  (orderId: number, reference: string) =>
    `order ${orderId} bears the reference ${reference} of another resource or program: what destroys that one ends its certificates. ` +
    'Give it onDelete: "keep" there before you remove it',
);

export const strayOrder = define(
  {
    code: "CC313",
    severity: "warning",
    cause:
      "The resource or its stack was renamed, and a living order bears its present name: a create that was killed before the engine saved it left that, or another resource had the name before.",
    remedy:
      "Where no other resource has it: cancel or revoke it in the console, or give it to a resource with adoptOrderId. CERTCENTRAL_FORGET=<order> ends the warning.",
  },
  (orderId: number, reference: string) =>
    `order ${orderId} lives under the reference ${reference} of this resource's present name, and is not its own: ` +
    "where no other resource has it, end it in the console, or take it with adoptOrderId in a new resource",
);

export const leftAsFound = define(
  {
    code: "CC314",
    severity: "note",
    cause:
      "An imported or adopted order has something, as its container or custom fields, that the program does not name.",
    remedy: "Nothing; name it where the next paid order is to have it too.",
  },
  (fields: string) =>
    `the order has ${fields}, which the program does not name: that stays as it is, and the next paid order is placed without it. Name it to keep it`,
);

export const organizationPresumed = define(
  {
    code: "CC315",
    severity: "note",
    cause:
      "The program names by its details an organization that it named by its id, or that an import read: whether it is the same cannot be seen.",
    remedy:
      "Nothing where it is the same; name another one by its id, and the preview shows an order for it.",
  },
  (id: number) =>
    `organization is given by its details in place of its id ${id}, and is taken for the same: nothing is replaced. Name another one by its id`,
);

export const orderSaysMore = define(
  {
    code: "CC316",
    severity: "warning",
    cause:
      "An imported order has something that no program can say, as a period of five years from before 2023, or an address that is none.",
    remedy: "Name in the program what the next paid order is to have instead.",
  },
  (orderId: number, unsaid: readonly string[]) =>
    `order ${orderId} has more than is imported, and the next paid order is placed without it: ${unsaid.join("; ")}`,
);

export const renewedByItself = define(
  {
    code: "CC317",
    severity: "warning",
    cause: "CertCentral renews or reissues an order by itself that a program is to renew.",
    remedy:
      "Switch auto-renewal and auto-reissue of the order off in the console: where both renew, both pay.",
  },
  (orderId: number) =>
    `CertCentral renews or reissues order ${orderId} by itself: switch that off for it in the console, or both renew it, and pay`,
);

export const orderedByHand = define(
  {
    code: "CC318",
    severity: "error",
    cause:
      "A further order is due, and somebody has placed one by hand since, for the same product, common name and key: two would be paid for.",
    remedy:
      "Take that one over, free: `adoptOrderId` with its id, and `pulumi up --replace` for the resource; or CERTCENTRAL_FORGET=<its id> to pay for another one.",
  },
  (action: string, orderId: number, status: string, present: number) =>
    `${action} certificate after order ${present}: order ${orderId} (${status}), which somebody has placed by hand since, has this very key and ` +
    `common name. ${nothingDone}. To take it over, free, set adoptOrderId: ${orderId} and run \`pulumi up --replace\` for this resource; or, to pay ` +
    `for another one, \`${forget(orderId)}\``,
);

// Reissue

export const foreignReissueWaits = define(
  {
    code: "CC320",
    severity: "error",
    cause:
      "A reissue that this resource did not ask for waits on the order, and is for something else than the program.",
    remedy: "Have it approved or rejected in the console; then run `pulumi up` again.",
  },
  (orderId: number) =>
    `reissue order ${orderId}: a reissue that this resource did not ask for waits on it, and is never canceled from here. ` +
    "Nothing was changed; have it approved or rejected in the console, then run again",
);

export const foreignReissueAwaited = define(
  {
    code: "CC321",
    severity: "warning",
    cause: "A reissue that somebody else asked for waits, and is what the program wants.",
    remedy: "Nothing: it is used once issued. A destroy leaves it, and says so.",
  },
  (orderId: number) =>
    `order ${orderId}: a reissue that somebody else asked for is what the program wants; it is waited for and used, and not owned`,
);

export const reissueHarmsOthers = define(
  {
    code: "CC322",
    severity: "error",
    cause: `The reissue lacks names of living certificates of the order that this resource does not own: CertCentral would revoke them within ${removedNameRevocationHours} hours.`,
    remedy:
      "Add the names; or revoke those certificates in the console; or CERTCENTRAL_FORGET=<certificate id>.",
  },
  (orderId: number, certificates: readonly number[], names: string) =>
    `reissue order ${orderId}: without ${names} CertCentral would revoke ` +
    `${joinWithAnd(certificates.map((id) => `certificate ${id}`))}, which this resource does not own, ` +
    `within ${removedNameRevocationHours} hours. Nothing was changed; add the names, or end what may go in the console, or say that it may go: ` +
    `\`${forget(certificates.join(","))}\``,
);
