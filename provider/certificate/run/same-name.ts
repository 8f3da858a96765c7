/** The living orders for a common name: CertCentral's own answer, or a list that the creates of a run share. */
import type { ListedOrder } from "../../certcentral/client";
import { keyFactsOf } from "../../account";
import { ListedOrders } from "../../listed-orders";
import { normalizeName } from "../../names";
import type { Context } from "../../resource";
import { hasEnded } from "../order/order";

/**
 * The living orders of a product for a common name. Of names that this run itself orders, and where a row does not show its
 * name, the shared list is not enough.
 */
export async function listLivingOfName(
  context: Context,
  product: string,
  commonName: string,
): Promise<ListedOrder[]> {
  const notes = context.run.notes.all();
  const isOrdered = notes.some((note) => note.kind === "paid" && note.commonName === commonName);
  const countAskers = (): number =>
    new Set(notes.flatMap(({ kind, urn }) => (kind === "begun" ? [urn] : []))).size;
  const shared = isOrdered ? undefined : await listLiving(context, product, countAskers);
  if (shared?.every((one) => one.commonName !== undefined) === true) {
    return shared.filter((one) => normalizeName(one.commonName ?? "") === commonName);
  }
  const listed = await context.client().listOrders({ commonName, product });
  return listed.filter((one) => !hasEnded(one));
}

/** All living orders of a product; undefined where it is cheaper to ask for those of a name. */
function listLiving(
  context: Context,
  product: string,
  countAskers: () => number,
): Promise<ListedOrder[] | undefined> {
  const key = keyFactsOf(context);
  key.ofProduct ??= new Map();
  const known =
    key.ofProduct.get(product) ??
    new ListedOrders(
      (asking, offset) => asking.client().listOrdersOfProduct(product, offset),
      (row) => !hasEnded(row),
    );
  key.ofProduct.set(product, known);
  return known.all(context, countAskers);
}
