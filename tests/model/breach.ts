/** What must not happen. */
export type BreachKind =
  | "unannounced"
  | "paid twice"
  | "in use revoked"
  | "a person's revoked"
  | "wrong key"
  | "lost"
  | "uncovered"
  | "asked in a preview"
  | "secret";

/** That it has happened, and to what. */
export interface Breach {
  kind: BreachKind;
  what: string;
}

export class Broken extends Error {}
