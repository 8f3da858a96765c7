/** What a person means by a command, as far as the judge must know it. */
import { isPlugin } from "../support/doors";
import { type Choice, type Command, type Declared, isChosen, type Stored } from "./engine";

/** What the person ends: what was named, or everything, or what is no longer in the program; never what is to be kept. */
export function findEnded(
  command: Command,
  program: readonly Declared[],
  resources: readonly Stored[],
): ReadonlySet<string> {
  const isEnded = (one: Stored): boolean => {
    if (command.kind === "destroy") {
      return isChosen(command, one.urn) && !isKept(one, command.program);
    }
    return command.kind === "up" && !isDeclared(one.urn, program) && !isKept(one);
  };
  return new Set(resources.filter(isEnded).map(({ urn }) => urn));
}

/** Whether the program has it, be it under a new name. */
export function isDeclared(urn: string, program: readonly Declared[]): boolean {
  return program.some((one) => one.urn === urn || one.alias === urn);
}

/** Whether its state says so, or a program that is run along; the plugin is not told of that. */
function isKept({ urn, inputs, outputs }: Stored, program: readonly Declared[] = []): boolean {
  const declared = program.find((one) => one.urn === urn || one.alias === urn);
  const isStored = inputs["onDelete"] === "keep" && outputs["onDelete"] === "keep";
  return isStored || (!isPlugin && declared?.inputs["onDelete"] === "keep");
}

/** Certificates of resources that are in the program and no longer in the state, be it under a new name. */
export function isMissing(
  urn: string,
  program: readonly Declared[],
  resources: readonly Stored[],
): boolean {
  const names = program.filter(({ alias }) => alias === urn).map((one) => one.urn);
  return !resources.some((one) => one.urn === urn || names.includes(one.urn));
}

/** Whether a command is about all resources: one that is not knows nothing of the others. */
export function choosesAll({ targets, excludes }: Choice): boolean {
  return targets === undefined && excludes === undefined;
}
