/** The socket: HTTP or HTTPS, on the address that was asked for. */
import type { Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, isIPv6, type Socket } from "node:net";

import { serve, type ServerType } from "@hono/node-server";
import type { Hono } from "hono";

import type { Env } from "./routes/context";
import type { TlsIdentity } from "./tls";

export interface Listening {
  /** `http://127.0.0.1:<port>`: how it is reached from this machine. */
  origin: string;
  close(): Promise<void>;
}

export async function listen(
  app: Hono<Env>,
  host: string,
  port: number,
  tls: TlsIdentity | undefined,
): Promise<Listening> {
  const secure = tls && {
    createServer: createHttpsServer,
    serverOptions: { key: tls.key, cert: tls.cert },
  };
  const server = await new Promise<ServerType>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, port, hostname: host, ...secure }, () => {
      resolve(starting);
    });
    starting.once("error", reject);
  });
  (server as HttpServer).on("clientError", refuseRaw);
  const { port: own } = server.address() as AddressInfo;
  return {
    origin: `${tls ? "https" : "http"}://${nameOf(host)}:${own}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      (server as HttpServer).closeAllConnections();
      await closed;
    },
  };
}

/** What is no HTTP, or has headers without end, never becomes a request. */
function refuseRaw(error: Error & { code?: string }, socket: Socket): void {
  const isLong = error.code === "HPE_HEADER_OVERFLOW";
  const code = isLong ? "request_too_large" : "bad_request_format";
  const body = JSON.stringify({ errors: [{ code, message: "This is no request." }] });
  const head = [
    `HTTP/1.1 ${isLong ? "431 Request Header Fields Too Large" : "400 Bad Request"}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  if (socket.writable) socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  else socket.destroy();
}

/** Every address of the machine is none to connect to: its own is. */
function nameOf(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return isIPv6(host) ? `[${host}]` : host;
}
