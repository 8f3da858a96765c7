import type { Order } from "../../certcentral/client";
import type { Context } from "../../resource";
import { type Chain, leafProblems, parseChain, type WantedLeaf } from "../../x509/chain";
import type { State } from "../order/state";

const maxDownloads = 4;

/**
 * The chain of an order's certificate, once it is the right one: CertCentral is known to serve another
 * certificate's PEM on orders that have several. It is asked again by the certificate's id; undefined
 * if it stays wrong.
 *
 * @param wanted what the program asks for, where the certificate must be just that
 */
export async function downloadChain(
  context: Context,
  state: State,
  { certificate }: Order,
  wanted: Pick<WantedLeaf, "csr" | "names"> = {},
): Promise<Chain | undefined> {
  if (certificate.id === undefined) return undefined;
  const { thumbprint, serialNumber } = certificate;
  const replaces = certificate.id === state.certificateId ? undefined : state.thumbprint;
  const leaf = { ...wanted, thumbprint, serialNumber, replaces };
  for (let attempt = 1; attempt <= maxDownloads; attempt++) {
    const chain = parseChain(await context.client().getChain(certificate.id));
    const problems = leafProblems(chain, leaf);
    if (problems.length === 0) return chain;
    await context.row.status(
      `certificate ${certificate.id}: ${problems.join(" and ")}; asking again`,
    );
    await context.clock.sleep(attempt * context.settings.pollIntervalSeconds * 1000);
  }
  return undefined;
}
