/** The picture by computation: what is shown of a row, where it stands, and that it can be read. */
import type { Report, Row } from "../../cli/report/report";
import { colors } from "../../cli/timeline/colors";
import { layoutTimeline, type Picture, type Shape, textSizes } from "../../cli/timeline/layout";
import { layoutLegend } from "../../cli/timeline/legend";
import { fitText, measureText } from "../../cli/timeline/measure";
import { makeTimeline } from "../../cli/timeline/timeline";
import { issuedRow, reportOf as makeReport } from "../support/report";

const row: Row = {
  ...issuedRow,
  createdOn: "2026-10-15",
  validFrom: "2026-10-15",
  coveredUntil: "2027-10-14",
};

const reportOf = (...changes: Partial<Row>[]): Report => makeReport(row, ...changes);

const end = "2028-01-03";
const reissue = {
  day: "2027-03-30",
  action: "reissue",
  cost: "free",
  validUntil: "2027-07-06",
} as const;
const order = {
  day: "2026-11-29",
  action: "order",
  cost: "one paid order",
  validUntil: "2027-06-15",
} as const;
const holders = [{ stack: "shop/prod", resource: "www" }];

test.each<[string, Partial<Row>, [from: string, to: string][]]>([
  ["nothing is planned after the certificate", {}, [["2027-05-02", end]]],
  ["a plan reaches further, and no more follows", { plans: [reissue] }, [["2027-07-07", end]]],
  [
    "plans that leave days between them",
    { plans: [{ ...reissue, day: "2027-05-10", validUntil: "2028-06-01" }] },
    [["2027-05-02", "2027-05-09"]],
  ],
  [
    "nobody makes the plans of what no stack holds",
    { standing: "in no stack", plans: [reissue] },
    [["2027-05-02", end]],
  ],
  ["another order has taken over", { isRenewed: true }, []],
  [
    "the first certificate is awaited",
    { status: "pending", validFrom: undefined, validUntil: undefined },
    [],
  ],
  ["expired", { status: "expired", validUntil: "2026-11-09" }, [["2026-11-10", end]]],
  [
    "revoked under a stack, and ordered again today",
    {
      status: "revoked",
      holders,
      standing: "ended in a stack",
      plans: [{ ...order, validUntil: "2028-06-01" }],
    },
    [["2026-11-29", "2026-11-29"]],
  ],
  ["revoked, and nobody holds it", { status: "revoked" }, []],
])("gaps: %s", (_what, change, gaps) => {
  const [lane] = makeTimeline(reportOf(change)).lanes;
  const found = lane!.spans.filter(({ kind }) => kind === "gap");
  expect(found.map(({ from, to }) => [from, to])).toEqual(gaps);
});

test("what was paid and what will be", () => {
  const renewal = { ...reissue, action: "renew", coveredUntil: "2028-03-29" } as const;
  const [lane] = makeTimeline(reportOf({ plans: [renewal] })).lanes;
  expect(lane!.payments).toEqual([
    { day: "2026-10-15", isPlanned: false },
    { day: "2027-03-30", isPlanned: true },
  ]);
  expect(lane!.spans.map(({ kind, from, to }) => [kind, from, to])).toContainEqual([
    "planned order",
    "2027-03-30",
    end,
  ]);
});

test("a gap of a day is wide enough to be seen", () => {
  const plans = [{ ...reissue, day: "2027-05-03", validUntil: "2028-06-01" }];
  const picture = layoutTimeline(makeTimeline(reportOf({ plans })));
  const [gap] = barsOf(picture, "gap");
  expect(gap!.width).toBe(4);
});

const longName = `${"mw".repeat(30)}.${"long-label.".repeat(16)}example.com`;
const many = Array.from({ length: 500 }, (_, index): Partial<Row> => ({
  name: index % 7 === 0 ? longName : `shop-${index}.example.com`,
  orderId: 112233000 + index,
  plans: index % 3 === 0 ? [reissue] : [],
}));

describe.each([5, 500])("%i rows", (count) => {
  const picture = layoutTimeline(makeTimeline(reportOf(...many.slice(0, count))));

  test("no text overlaps another, or leaves the picture", () => {
    expect(overlapsIn(picture)).toEqual([]);
    expect(overlapsIn(layoutLegend())).toEqual([]);
  });

  test("bars and payments stand inside the picture, and beside the names", () => {
    const shapes = picture.groups.flatMap(({ shapes: own }) => own);
    const left = Math.max(
      ...boxesOf(picture)
        .filter(({ of }) => of === "name")
        .map((box) => box.right),
    );
    for (const shape of shapes) {
      if (shape.kind !== "bar") continue;
      expect(shape.x).toBeGreaterThan(left);
      expect(shape.x + shape.width).toBeLessThanOrEqual(picture.width);
      expect(shape.y + shape.height).toBeLessThanOrEqual(picture.height);
    }
  });
});

test("two texts at one place are found to overlap", () => {
  const text: Shape = { kind: "text", of: "name", x: 10, y: 20, text: "one" };
  const picture: Picture = {
    width: 100,
    height: 100,
    groups: [{ shapes: [text, { ...text, x: 12 }] }],
  };
  expect(overlapsIn(picture)).toHaveLength(1);
});

test("no text is smaller than 11 pixels, and what does not fit ends in an ellipsis", () => {
  expect(Math.min(...Object.values(textSizes))).toBeGreaterThanOrEqual(11);
  const fitted = fitText(longName, 13, 200);
  expect(fitted).toMatch(/^mw.*…$/);
  expect(measureText(fitted, 13)).toBeLessThanOrEqual(200);
  expect(fitText("short", 13, 200)).toBe("short");
});

test.each([
  ["text", colors.text, 4.5],
  ["muted text", colors.muted, 4.5],
  ["edge of an order", colors.orderEdge, 3],
  ["certificate", colors.certificate, 3],
  ["gap", colors.gap, 4.5],
  ["payment", colors.payment, 3],
])("contrast with paper: %s (WCAG 2.2, 1.4.3 and 1.4.11)", (_what, color, least) => {
  expect(contrast(color, colors.paper)).toBeGreaterThanOrEqual(least);
});

interface Box {
  of: string;
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boxesOf({ groups }: Picture): Box[] {
  return groups
    .flatMap(({ shapes }) => shapes)
    .flatMap((shape) => {
      if (shape.kind !== "text") return [];
      const { of, text, x, y } = shape;
      const size = textSizes[of];
      return [
        {
          of,
          text,
          left: x,
          right: x + measureText(text, size),
          top: y - size,
          bottom: y + size * 0.3,
        },
      ];
    });
}

function overlapsIn(picture: Picture): string[] {
  const boxes = boxesOf(picture).sort((one, other) => one.top - other.top);
  const found = boxes
    .filter(
      ({ left, right, bottom }) => left < 0 || right > picture.width || bottom > picture.height,
    )
    .map(({ text }) => `${text} leaves the picture`);
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      if (other.top >= one.bottom) break;
      if (one.left < other.right && other.left < one.right)
        found.push(`${one.text} and ${other.text}`);
    }
  });
  return found;
}

function barsOf({ groups }: Picture, of: string) {
  return groups
    .flatMap(({ shapes }) => shapes)
    .filter((shape) => shape.kind === "bar")
    .filter((bar) => bar.of === of);
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
