/** Flags that are numbers, read once for all commands. */
import { InvalidArgumentError } from "commander";

import { numberWrong } from "../provider/messages/cli";

/** An id, or a number of years. */
export function readPositive(text: string): number {
  return readFrom(1, text);
}

/** A number of days. */
export function readDays(text: string): number {
  return readFrom(0, text);
}

function readFrom(least: number, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(numberWrong(text));
}
