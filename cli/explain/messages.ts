/** All messages of the provider, by code. Each file of them is loaded here, because a message is listed once it is loaded. */
import "../../provider/messages/certificate";
import "../../provider/messages/cli";
import "../../provider/messages/deletion";
import "../../provider/messages/domain";
import "../../provider/messages/doubt";
import "../../provider/messages/orders";
import "../../provider/messages/paying";
import "../../provider/messages/plugin";
import "../../provider/messages/program";
import "../../provider/messages/refresh";
import "../../provider/messages/settings";
import "../../provider/messages/visibility";
import "../../provider/messages/ways-out";

import { z } from "zod";

import { codeUnknown } from "../../provider/messages/cli";
import { type Explanation, listMessages } from "../../provider/messages/define";
import { indentText } from "../columns";

export const messageSchema = z.strictObject({
  code: z.string().describe("Stable for ever."),
  severity: z.enum(["error", "warning", "note"]).describe("How it is said."),
  cause: z.string().describe("Why it is said."),
  remedy: z.string().describe("What helps."),
});

export function isCode(text: string): boolean {
  return /^cc\d+$/i.test(text);
}

/** @throws Error where no message has the code */
export function findMessage(code: string): Explanation {
  const found = listMessages().find((message) => message.code === code.toUpperCase());
  if (found === undefined) throw new Error(codeUnknown(code));
  return found;
}

/** @param width of a terminal */
export function formatMessage(
  { code, severity, cause, remedy }: Explanation,
  width?: number,
): string {
  const beside = (text: string): string => indentText(text, 18, width);
  return `${code}, ${severity}\n  Why it is said: ${beside(cause)}\n  What helps:     ${beside(remedy)}\n`;
}
