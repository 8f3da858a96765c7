import type { User } from "../account";
import { compact, type Json } from "./json";

/** The key's user, as whoever asked for something, approved it, or holds an order. */
export function userView({ id, firstName, lastName, email }: User): Json {
  return { id, first_name: firstName, last_name: lastName, email };
}

/** The same person as somebody to turn to. */
export function contactView({ firstName, lastName, email, telephone }: User): Json {
  return { first_name: firstName, last_name: lastName, email, telephone };
}

const members = [
  "first_name",
  "last_name",
  "email",
  "telephone",
  "telephone_extension",
  "job_title",
] as const;

/** Somebody whom a request names, with what is known of people and nothing else. */
export function givenContactView(given: Json): Json {
  return compact(
    Object.fromEntries(
      members.map((member) => [
        member,
        typeof given[member] === "string" ? given[member] : undefined,
      ]),
    ),
  );
}
