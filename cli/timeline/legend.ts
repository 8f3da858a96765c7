/** What the shapes of a timeline mean, drawn with the shapes themselves. */
import { type Picture, type Shape, textSizes, width } from "./layout";
import { measureText } from "./measure";

const entries: readonly { text: string; shape: (x: number, y: number) => Shape }[] = [
  { text: "order period", shape: bar("order") },
  { text: "as planned", shape: bar("planned order") },
  { text: "certificate", shape: bar("certificate") },
  { text: "as planned", shape: bar("planned certificate") },
  { text: "no certificate", shape: bar("gap") },
  { text: "paid", shape: payment(false) },
  { text: "as planned", shape: payment(true) },
];

const swatch = 24;
const height = 30;

function bar(of: "order" | "planned order" | "certificate" | "planned certificate" | "gap") {
  return (x: number, y: number): Shape => ({
    kind: "bar",
    of,
    x,
    y: y - 7,
    width: swatch,
    height: 14,
    title: of,
  });
}

function payment(isPlanned: boolean) {
  return (x: number, y: number): Shape => ({
    kind: "payment",
    isPlanned,
    x: x + swatch / 2,
    y,
    title: "paid",
  });
}

export function layoutLegend(): Picture {
  const shapes: Shape[] = [];
  let x = 12;
  for (const { text, shape } of entries) {
    shapes.push(shape(x, height / 2), {
      kind: "text",
      of: "detail",
      x: x + swatch + 6,
      y: height / 2 + 4,
      text,
    });
    x = Math.round(x + swatch + 6 + measureText(text, textSizes.detail) + 18);
  }
  return { width, height, groups: [{ shapes }] };
}
