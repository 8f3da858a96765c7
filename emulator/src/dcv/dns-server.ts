/** A small authoritative name server on UDP, which answers from the zone and knows nothing else. */
import { createSocket } from "node:dgram";
import { once } from "node:events";

import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  TRUNCATED_RESPONSE,
} from "dns-packet";

import type { DnsRecord, DnsZone } from "./dns-zone";

export interface DnsServer {
  /** `127.0.0.1:<port>` */
  address: string;
  close(): Promise<void>;
}

const nameError = 3;
const maxChain = 8;
/** A text record is made of strings of at most so many bytes. */
const maxString = 255;
/** What a resolver takes over UDP at most. */
const maxReply = 4096;

/** Listens on 127.0.0.1; port 0 for any free one. */
export async function startDnsServer(zone: DnsZone, port: number): Promise<DnsServer> {
  const socket = createSocket("udp4");
  socket.on("message", (message, { port: from, address }) => {
    const reply = replyTo(message, zone);
    // Who asked may be gone, or have asked from no port at all: nobody misses that reply.
    if (reply !== undefined) socket.send(reply, from, address, () => undefined);
  });
  socket.bind(port, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () =>
      new Promise((resolve) => {
        socket.close(() => {
          resolve();
        });
      }),
  };
}

/** What is no question, or one whose name cannot be said again, has no answer. */
function replyTo(message: Buffer, zone: DnsZone): Buffer | undefined {
  try {
    return answer(message, zone);
  } catch {
    return undefined;
  }
}

function answer(message: Buffer, zone: DnsZone): Buffer | undefined {
  const query = decode(message);
  const question = query.questions?.[0];
  if (query.type !== "query" || question === undefined) return undefined;
  const answers = answersTo(question.name, question.type, zone);
  const code = answers.length > 0 || zone.exists(question.name) ? 0 : nameError;
  const recursionDesired = (query.flags ?? 0) & 0x100;
  const reply: Packet = {
    type: "response",
    id: query.id,
    flags: AUTHORITATIVE_ANSWER | recursionDesired | code,
    questions: [question],
    answers,
  };
  const bytes = encode(reply);
  if (bytes.length <= maxReply) return bytes;
  return encode({ ...reply, flags: AUTHORITATIVE_ANSWER | TRUNCATED_RESPONSE, answers: [] });
}

/** What answers a question; an alias is followed as far as this zone knows. */
function answersTo(name: string, type: string, zone: DnsZone): Answer[] {
  const answers: Answer[] = [];
  for (let at = name, step = 0; step < maxChain; step++) {
    const records = zone.at(at);
    const own = records.filter((record) => record.type === type);
    const alias = records.find((record) => record.type === "CNAME");
    answers.push(...own.map((record) => answerOf(record, at)));
    if (own.length > 0 || alias === undefined) break;
    answers.push(answerOf(alias, at));
    at = alias.value;
  }
  return answers;
}

function answerOf({ type, value }: DnsRecord, name: string): Answer {
  // No time to live: the next question is to be answered by what is true then.
  if (type !== "TXT") return { type, name, ttl: 0, data: value };
  const bytes = Buffer.from(value);
  const strings: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += maxString) {
    strings.push(bytes.subarray(at, at + maxString));
  }
  return { type, name, ttl: 0, data: strings };
}
