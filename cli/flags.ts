/** Flags, read once for all commands: numbers, and those that need another one. */
import { type Command, InvalidArgumentError } from "commander";

import { domainWrong, numberWrong } from "../provider/messages/cli";
import { nameProblem } from "../provider/names";

/** An id, or a number of years. */
export function readPositive(text: string): number {
  return readFrom(1, text);
}

/** A number of days. */
export function readDays(text: string): number {
  return readFrom(0, text);
}

/** A domain by which names are chosen. */
export function readDomain(text: string): string {
  const problem = nameProblem(text);
  if (problem === undefined) return text;
  throw new InvalidArgumentError(domainWrong(problem));
}

/** Refuses flags that say nothing without another one: silence about them would look like an answer. */
export function refuseAlone(command: Command, needed: string, flags: readonly string[]): void {
  if (command.getOptionValue(needed) !== undefined) return;
  const alone = flags.find((flag) => command.getOptionValue(flag) !== undefined);
  if (alone === undefined) return;
  command.error(`error: option '--${alone}' says nothing without '--${needed}'`, { exitCode: 2 });
}

function readFrom(least: number, text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= least) return number;
  throw new InvalidArgumentError(numberWrong(text));
}
