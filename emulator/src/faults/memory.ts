import type { Json, Said } from "./tampering";

/** The last reply for each path, and the last chain in one, for the faults that repeat them. */
export class Memory {
  readonly #replies = new Map<string, Json>();
  #chain: unknown;

  /** What was said before this reply, which is remembered; by its path where that was read. */
  said(path: string | undefined, reply: Json): Said {
    const chain = this.#chain;
    this.#chain = reply["certificate_chain"] ?? chain;
    return { ...this.#saidOf(path, reply), chain };
  }

  #saidOf(path: string | undefined, reply: Json): Pick<Said, "earlier" | "others"> {
    if (path === undefined) return { earlier: undefined, others: [] };
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
