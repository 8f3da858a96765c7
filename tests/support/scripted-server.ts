import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
}

/** What the server does with the next request. */
export type Scripted =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | "reset"
  | "truncate"
  /** A byte now and then, without end. */
  | "drip"
  /** More than any reply of CertCentral's, without end. */
  | "flood";

export interface ScriptedServer {
  url: string;
  seen: SeenRequest[];
  /** Script entries that no request has used yet. */
  unused(): number;
  close(): Promise<void>;
}

/** A server that answers one request after another by a script, and 599 to any further one. */
export async function startScriptedServer(script: Scripted[]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const left = [...script];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      seen.push({
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: text === "" ? undefined : (JSON.parse(text) as unknown),
      });
      answer(response, left.shift() ?? { status: 599, json: {} });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/v2`,
    seen,
    unused: () => left.length,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function answer(response: ServerResponse, next: Scripted): void {
  if (next === "reset") {
    response.socket?.destroy();
    return;
  }
  if (next === "drip" || next === "flood") {
    response.writeHead(200, { "content-type": "application/json" });
    const bytes = next === "drip" ? 1 : 1 << 20;
    const more = setInterval(() => response.write(Buffer.alloc(bytes, 32)), 1);
    response.on("close", () => {
      clearInterval(more);
    });
    return;
  }
  if (next === "truncate") {
    response.writeHead(201, { "content-type": "application/json", "content-length": "1000" });
    response.write('{"id": 1122', () => response.socket?.destroy());
    return;
  }
  const text = next.text ?? (next.json === undefined ? "" : JSON.stringify(next.json));
  const type = text === "" ? {} : { "content-type": "application/json" };
  response.writeHead(next.status, { ...type, ...next.headers });
  response.end(text);
}
