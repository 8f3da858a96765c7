/** What a server presents in a handshake of TLS; nothing is sent to it after that. */
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import {
  checkServerIdentity,
  connect,
  type DetailedPeerCertificate,
  rootCertificates,
} from "node:tls";

import { hostUnreachable } from "../../provider/messages/cli";

export interface Target {
  host: string;
  port: number;
}

export interface Served {
  /** Leaf first, as they came, without those that this machine would add. */
  chain: X509Certificate[];
  /** Why this machine would refuse it; undefined where it would not. OpenSSL's name of the error. */
  refusal?: string | undefined;
  /** Why it does not stand for the host; undefined where it does. */
  otherName?: string | undefined;
}

const timeoutMs = 15_000;

/** @param roots PEM, trusted beside those of this machine */
export function askServer({ host, port }: Target, roots: readonly string[]): Promise<Served> {
  const name = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // What is wrong with it is what is asked for.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ca: [...rootCertificates, ...roots],
    });
    socket.setTimeout(timeoutMs, () => {
      socket.destroy();
      reject(new Error(hostUnreachable(name, `no answer in ${timeoutMs / 1000} seconds`)));
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      reject(new Error(hostUnreachable(name, describeFailure(error))));
    });
    socket.once("secureConnect", () => {
      const certificate = socket.getPeerCertificate(true);
      const chain = readChain(certificate);
      const served = {
        chain,
        refusal: socket.authorized ? undefined : String(socket.authorizationError),
        otherName: checkServerIdentity(host, certificate)?.message,
      };
      socket.end();
      if (chain.length > 0) resolve(served);
      else reject(new Error(hostUnreachable(name, "it presents no certificate")));
    });
  });
}

function describeFailure({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ECONNREFUSED") return `nobody listens there (${code})`;
  if (code === "ENOTFOUND") return `no such host (${code})`;
  return code ?? message;
}

/** The path that Node has found in what came; a root of this machine may stand at its end. */
function readChain(leaf: DetailedPeerCertificate): X509Certificate[] {
  const chain: X509Certificate[] = [];
  // Where there is none, Node gives an object without members, or nothing.
  let one: Partial<DetailedPeerCertificate> | undefined = leaf;
  while (one?.raw !== undefined) {
    chain.push(new X509Certificate(one.raw));
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate;
  }
  return chain;
}
