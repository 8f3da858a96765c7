/** Shapes -> SVG: one text, which loads nothing. */
import { colors } from "./colors";
import { type Group, type Picture, type Shape, textSizes } from "./layout";

const fonts = "font-family: 'Helvetica Neue', Arial, sans-serif";

/** Rules for what {@link drawPicture} draws. */
export const style = [
  `text { ${fonts}; fill: ${colors.text} }`,
  ...Object.entries(textSizes).map(([name, size]) => `.${name} { font-size: ${size}px }`),
  `.detail, .axis { fill: ${colors.muted} }`,
  `.month { stroke: ${colors.grid} }`,
  `line.today { stroke: ${colors.text}; stroke-width: 2; stroke-dasharray: 5 3 }`,
  `.order { fill: ${colors.order}; stroke: ${colors.orderEdge} }`,
  `.planned-order { fill: none; stroke: ${colors.orderEdge}; stroke-dasharray: 3 2 }`,
  `.certificate { fill: ${colors.certificate} }`,
  `.planned-certificate { fill: url(#planned); stroke: ${colors.certificate} }`,
  `.gap { fill: url(#gap); stroke: ${colors.gap}; stroke-width: 2 }`,
  `.payment { fill: ${colors.payment}; stroke: ${colors.paper} }`,
  `.planned-payment { fill: ${colors.paper}; stroke: ${colors.payment}; stroke-width: 2 }`,
].join("\n");

/** What tells gaps and plans from the rest without colour. */
export const patterns = `<defs>
<pattern id="planned" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${colors.paper}"/><rect width="2.5" height="6" fill="${colors.certificate}"/></pattern>
<pattern id="gap" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="7" height="7" fill="${colors.gap}"/><rect width="2" height="7" fill="${colors.paper}"/></pattern>
</defs>`;

/** @param linkOf where a lane leads to, for keyboards and readers; undefined for nowhere */
export function drawPicture(
  { groups }: Picture,
  linkOf: (group: Group) => string | undefined = () => undefined,
): string {
  return groups
    .map((group) => {
      const shapes = group.shapes.map(drawShape).join("\n");
      const link = linkOf(group);
      const title =
        group.lane === undefined
          ? ""
          : `<title>${escape(`${group.lane.name}: ${group.lane.detail}`)}</title>\n`;
      return link === undefined
        ? `<g>${title}${shapes}</g>`
        : `<a href="${escape(link)}">${title}${shapes}</a>`;
    })
    .join("\n");
}

function drawShape(shape: Shape): string {
  if (shape.kind === "text") {
    const { of, x, y, text } = shape;
    return `<text class="${of}" x="${x}" y="${y}">${escape(text)}</text>`;
  }
  if (shape.kind === "line") {
    const { of, x, from, to } = shape;
    return `<line class="${of}" x1="${x}" x2="${x}" y1="${from}" y2="${to}"/>`;
  }
  const title = `<title>${escape(shape.title)}</title>`;
  if (shape.kind === "payment") {
    const { x, y, isPlanned } = shape;
    const name = isPlanned ? "planned-payment" : "payment";
    return `<path class="${name}" d="M${x} ${y - 7}l7 7l-7 7l-7 -7z">${title}</path>`;
  }
  const { of, x, y, width, height } = shape;
  return `<rect class="${of.replace(" ", "-")}" x="${x}" y="${y}" width="${width}" height="${height}">${title}</rect>`;
}

export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
