/** Lanes of time -> shapes at their places, in CSS pixels: pure. */
import { addDays, type Day, daysBetween } from "../../provider/calendar";
import { fitText, measureText } from "./measure";
import type { Lane, Span, Timeline } from "./timeline";

export type Shape =
  | {
      kind: "bar";
      of: Span["kind"];
      x: number;
      y: number;
      width: number;
      height: number;
      title: string;
    }
  | { kind: "text"; of: "name" | "detail" | "axis" | "today"; x: number; y: number; text: string }
  | { kind: "line"; of: "month" | "today"; x: number; from: number; to: number }
  | { kind: "payment"; isPlanned: boolean; x: number; y: number; title: string };

/** The shapes of a lane belong together: they are one thing to a keyboard. */
export interface Group {
  lane?: Lane;
  shapes: Shape[];
}

export interface Picture {
  width: number;
  height: number;
  groups: Group[];
}

/** Sizes of text, in pixels; none is smaller than 11. */
export const textSizes = { name: 13, detail: 11, axis: 11, today: 11 } as const;

/** It fits on A4 across (277 mm of paper are 1046 pixels), and into the window of a small notebook. */
export const width = 960;
const labelWidth = 330;
const margin = 12;
const chartFrom = labelWidth + margin;
const chartWidth = width - chartFrom - margin;
const axisHeight = 44;
const laneHeight = 38;
/** One day is narrower than a pixel; what nobody sees warns nobody. */
const leastBar = 4;

const monthNames = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
];

/** A picture of these lanes, with an axis of its own. */
export function layoutTimeline(
  timeline: Timeline,
  lanes: readonly Lane[] = timeline.lanes,
): Picture {
  const height = axisHeight + lanes.length * laneHeight + margin;
  const place = placer(timeline);
  return {
    width,
    height,
    groups: [
      { shapes: layoutAxis(timeline, height, place) },
      ...lanes.map((lane, index) => ({
        lane,
        shapes: layoutLane(lane, axisHeight + index * laneHeight, place),
      })),
      {
        shapes: [
          { kind: "line", of: "today", x: place(timeline.today), from: 18, to: height - margin },
        ],
      },
    ],
  };
}

/** The left edge of a day. */
type Place = (day: Day) => number;

function placer({ from, to }: Timeline): Place {
  const days = daysBetween(from, to) + 1;
  return (day) => round(chartFrom + (daysBetween(from, day) / days) * chartWidth);
}

function layoutAxis({ from, to, today }: Timeline, height: number, place: Place): Shape[] {
  const text = `today, ${today}`;
  const half = measureText(text, textSizes.today) / 2;
  const x = Math.min(Math.max(place(today), chartFrom + half), width - margin - half);
  const shapes: Shape[] = [{ kind: "text", of: "today", x: round(x - half), y: 13, text }];
  for (let month = `${from.slice(0, 7)}-01`; month <= to; month = nextMonth(month)) {
    if (month < from) continue;
    const left = place(month);
    shapes.push({ kind: "line", of: "month", x: left, from: 24, to: height - margin });
    const name = month.endsWith("-01-01")
      ? month.slice(0, 4)
      : (monthNames[Number(month.slice(5, 7)) - 1] ?? "");
    const fits =
      left + 3 + measureText(name, textSizes.axis) <= Math.min(place(nextMonth(month)), width);
    if (fits) shapes.push({ kind: "text", of: "axis", x: left + 3, y: 34, text: name });
  }
  return shapes;
}

function nextMonth(month: Day): Day {
  return `${addDays(month, 31).slice(0, 7)}-01`;
}

const bars = {
  order: { top: 7, height: 24 },
  "planned order": { top: 7, height: 24 },
  certificate: { top: 12, height: 14 },
  "planned certificate": { top: 12, height: 14 },
  gap: { top: 9, height: 20 },
} as const satisfies Record<Span["kind"], { top: number; height: number }>;

function layoutLane(lane: Lane, top: number, place: Place): Shape[] {
  const { name, detail, spans, payments } = lane;
  const text = (of: "name" | "detail", shown: string, y: number): Shape => ({
    kind: "text",
    of,
    x: margin,
    y: top + y,
    text: fitText(shown, textSizes[of], labelWidth - margin),
  });
  return [
    text("name", name, 16),
    text("detail", detail, 31),
    ...spans.map(({ kind: of, from, to, whole = { from, to } }): Shape => {
      const x = place(from);
      return {
        kind: "bar",
        of,
        x: Math.min(x, width - margin - leastBar),
        y: top + bars[of].top,
        width: Math.max(round(place(addDays(to, 1)) - x), leastBar),
        height: bars[of].height,
        title: `${describeSpan(of)} from ${whole.from} to ${whole.to}`,
      };
    }),
    ...payments.map(({ day, isPlanned }): Shape => ({
      kind: "payment",
      isPlanned,
      x: place(day),
      y: top + laneHeight / 2,
      title: isPlanned ? `paid on ${day}, as planned` : `paid on ${day}`,
    })),
  ];
}

function describeSpan(kind: Span["kind"]): string {
  return kind === "gap" ? "no certificate" : kind;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
