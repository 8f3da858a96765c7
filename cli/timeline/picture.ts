/** A report as one SVG file. */
import type { Report } from "../report/report";
import { colors } from "./colors";
import { layoutTimeline } from "./layout";
import { layoutLegend } from "./legend";
import { drawPicture, patterns, style } from "./svg";
import { makeTimeline } from "./timeline";

export function formatSvg(report: Report): string {
  const picture = layoutTimeline(makeTimeline(report));
  const legend = layoutLegend();
  const height = picture.height + legend.height;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${height}" viewBox="0 0 ${picture.width} ${height}">
<title>Certificates and orders around ${report.today}</title>
<style>
${style}
</style>
${patterns}
<rect width="100%" height="100%" fill="${colors.paper}"/>
${drawPicture(picture)}
<g transform="translate(0 ${picture.height})">${drawPicture(legend)}</g>
</svg>
`;
}
