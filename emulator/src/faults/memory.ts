import type { Json, Said } from "./tampering";

/** The last reply for each path, for the faults that repeat one. */
export class Memory {
  readonly #replies = new Map<string, Json>();

  /** What was said before this reply, which is remembered. */
  said(path: string, reply: Json): Said {
    const form = formOf(path);
    const others = [...this.#replies]
      .filter(([other]) => other !== path && formOf(other) === form)
      .map(([, said]) => said);
    const earlier = this.#replies.get(path);
    this.#replies.set(path, reply);
    return { earlier, others };
  }
}

function formOf(path: string): string {
  return path.replace(/\d+/g, "0");
}
