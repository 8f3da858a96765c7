/** On which domains the resources of a run stand: what one of them leaves is not taken from the others. */
import { textInput } from "../fields";
import type { Context } from "../resource";
import type { DomainInputs } from "./fields";

/** The program has a resource on a domain, or reads it, in this run. */
export function noteDomain(context: Context, inputs: DomainInputs, domainId: number): void {
  context.run.notes.add({ kind: "domain", urn: textInput(inputs, "__urn"), domainId });
}

export function isHeld(context: Context, domainId: number): boolean {
  const notes = context.run.notes.all();
  return notes.some((note) => note.kind === "domain" && note.domainId === domainId);
}
