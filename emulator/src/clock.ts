import { z } from "zod";

import { badRequest } from "./problems";

/** How far to move the emulated clock. */
export interface Span {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

const earliest = Date.parse("2000-01-01");
const latest = Date.parse("2100-01-01");
const amount = z.number().optional();

/** `2027-06-01T12:00:00Z`, with another offset, or `2027-06-01`. */
export const instantSchema = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], "is no instant: 2027-06-01T12:00:00Z")
  .refine((text) => isInRange(Date.parse(text)), "is not between 2000 and 2100");

export const spanSchema = z.strictObject({
  days: amount,
  hours: amount,
  minutes: amount,
  seconds: amount,
});

/** The emulated clock: everything dated is dated by it; only rate limits run on real time. */
export class EmulatedClock {
  #base: number;
  #since = Date.now();

  constructor(
    start: Date,
    private readonly frozen: boolean,
  ) {
    this.#base = 0;
    this.set(start);
  }

  now(): Date {
    return new Date(this.frozen ? this.#base : this.#base + Date.now() - this.#since);
  }

  /** Refuses what is not between 2000 and 2100. */
  set(to: Date): void {
    this.#moveTo(to.getTime());
    this.#since = Date.now();
  }

  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span): void {
    this.#moveTo(this.#base + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  }

  #moveTo(instant: number): void {
    if (!isInRange(instant)) {
      throw badRequest("invalid_value:clock", "The clock goes from 2000 to 2100.");
    }
    this.#base = instant;
  }
}

function isInRange(instant: number): boolean {
  return instant >= earliest && instant <= latest;
}
