/** The time frame that `GET order/certificate/status-changes` is asked for. */
import { badRequest, invalidValue, Problem } from "../problems";
import { type Query, readCount } from "./listing";

const longestMs = 7 * 86_400_000;
const parameter = "filters[status_last_updated]";

/** The last `minutes` and `seconds`, or a range of days or instants in MDT, both ends counted. */
export function readTimeFrame(query: Query, now: Date): { from: Date; to: Date } {
  const range = query[parameter];
  const frame = range === undefined ? lastSeconds(query, now) : readRange(range);
  if (frame.to.getTime() - frame.from.getTime() > longestMs) {
    throw badRequest("time_frame_too_long", "The time frame is too long.");
  }
  return frame;
}

function lastSeconds(query: Query, now: Date): { from: Date; to: Date } {
  const minutes = readCount(query, "minutes", 0) ?? 0;
  const seconds = (readCount(query, "seconds", 0) ?? 0) + minutes * 60;
  return { from: new Date(now.getTime() - seconds * 1000), to: now };
}

function readRange(range: string): { from: Date; to: Date } {
  const [from, to] = range.split("...");
  return { from: readInstant(from, "00:00:00"), to: readInstant(to, "23:59:59") };
}

/** The page says MDT, six hours behind UTC, whatever the season. */
function readInstant(text = "", timeOfDay: string): Date {
  const [, day = "", time = timeOfDay] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}:\d{2}))?$/.exec(text) ?? [];
  const instant = new Date(`${day}T${time}-06:00`);
  if (Number.isNaN(instant.getTime())) throw new Problem(400, invalidValue(parameter));
  return instant;
}
