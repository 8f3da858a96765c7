/** The chain of an order's certificate, asked for until it is the right one. */
import type { Order } from "../../certcentral/client";
import { chainIncomplete } from "../../messages/certificate";
import { type Context, reasonOf } from "../../resource";
import { type Chain, leafProblems, parseChain, type WantedLeaf } from "../../x509/chain";
import { intermediatesIn } from "../../x509/pem";
import type { State } from "../order/state";

const maxDownloads = 4;

/** The chain of a certificate, or in what it is not the one that was asked for. */
type Download = { chain: Chain } | { problems: string[] };

/**
 * The chain of an order's certificate, once it is the right one: CertCentral is known to serve another
 * certificate's PEM on orders that have several, and chains in parts. It is asked again by the certificate's id. A chain that
 * lacks its intermediates to the end is used, and told.
 *
 * @param wanted what the program asks for, where the certificate must be just that
 */
export async function downloadChain(
  context: Context,
  state: State,
  { id: orderId, certificate }: Order,
  wanted: Pick<WantedLeaf, "csr" | "names"> = {},
): Promise<Download> {
  const { id, thumbprint, serialNumber } = certificate;
  if (id === undefined) return { problems: ["it has no id"] };
  const replaces = id === state.certificateId ? undefined : state.thumbprint;
  const leaf = { ...wanted, thumbprint, serialNumber, replaces };
  let last: Download = { problems: [] };
  for (let attempt = 1; attempt <= maxDownloads; attempt++) {
    const { chain, problems } = await download(context, id, leaf);
    if (chain !== undefined && problems.length === 0) {
      if (hasIssuer(chain)) return { chain };
      last = { chain };
      problems.push("its intermediate certificates are missing");
    } else last = { problems };
    await context.row.status(`certificate ${id}: ${problems.join(" and ")}; asking again`);
    await context.clock.sleep(attempt * context.settings.pollIntervalSeconds * 1000);
  }
  if ("chain" in last) await context.row.warn(chainIncomplete(orderId, id));
  return last;
}

async function download(
  context: Context,
  id: number,
  leaf: WantedLeaf,
): Promise<{ chain?: Chain; problems: string[] }> {
  const links = await context.client().getChain(id);
  try {
    const chain = parseChain(links);
    return { chain, problems: leafProblems(chain, leaf) };
  } catch (error) {
    return { problems: [reasonOf(error)] };
  }
}

/** An intermediate, or a root that signs leaves itself, as private ones may. */
export function hasIssuer({ fullChainPem, rootPem }: Chain): boolean {
  return rootPem !== "" || intermediatesIn(fullChainPem) !== "";
}
