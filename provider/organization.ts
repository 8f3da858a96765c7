/** An organization that a program has looked up: its id says which, and the rest says nothing more. */
import { isRecord } from "./wire";

/** Members that only `getOrganization` has: an organization with one of them was looked up. */
const lookedUp: readonly string[] = ["status", "isActive", "displayName", "validations"];

/** The inputs, in which an organization that was looked up stands as `{ id }`, with its contacts where the program adds some. */
export function withoutLookUp(inputs: Record<string, unknown>): Record<string, unknown> {
  const { organization } = inputs;
  if (!isRecord(organization) || organization["id"] === undefined) return inputs;
  if (!lookedUp.some((member) => member in organization)) return inputs;
  const { id, contacts } = organization;
  return { ...inputs, organization: contacts === undefined ? { id } : { id, contacts } };
}
