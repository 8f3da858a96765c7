// Lines against the number of certificates, both axes logarithmic, as one SVG file.

/** @typedef {{ name: string, isFloor?: boolean, points: { x: number, y: number }[] }} Line */

const width = 860;
const height = 420;
const left = 64;
const right = 190;
const top = 24;
const bottom = 48;
/** Told apart by people who see few colours, and dark enough on white. */
const colors = ["#0072b2", "#b34700", "#00734f", "#8f3f71", "#444444", "#7a5c00"];

/**
 * @param {string} unit
 * @param {Line[]} lines
 */
export function chart(unit, lines) {
  const shown = lines
    .map((line) => ({ ...line, points: line.points.filter(({ y }) => y > 0) }))
    .filter(({ points }) => points.length > 0);
  const all = shown.flatMap(({ points }) => points);
  const x = scale(
    all.map((point) => point.x),
    left,
    width - right,
  );
  const y = scale(
    all.map((point) => point.y),
    height - bottom,
    top,
  );
  /** @type {string[]} */
  const parts = [];
  for (const tick of x.ticks) {
    parts.push(text(x.at(tick), height - bottom + 20, String(tick), "middle"));
    parts.push(rule(x.at(tick), top, x.at(tick), height - bottom));
  }
  for (const tick of y.ticks) {
    parts.push(text(left - 8, y.at(tick) + 4, String(tick), "end"));
    parts.push(rule(left, y.at(tick), width - right, y.at(tick)));
  }
  const names = [...new Set(shown.map(({ name }) => name.replace(", floor", "")))];
  for (const { name, isFloor, points } of shown) {
    const color = colors[names.indexOf(name.replace(", floor", "")) % colors.length] ?? "#000";
    const path = points.map((point) => `${round(x.at(point.x))},${round(y.at(point.y))}`).join(" ");
    const dashes = isFloor ? ' stroke-dasharray="5 4"' : "";
    parts.push(
      `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"${dashes}/>`,
    );
  }
  names.forEach((name, at) => {
    const color = colors[at % colors.length] ?? "#000";
    const line = top + 12 + at * 20;
    const start = width - right + 16;
    parts.push(
      `<line x1="${start}" y1="${line - 4}" x2="${start + 24}" y2="${line - 4}" stroke="${color}" stroke-width="2"/>`,
    );
    parts.push(text(start + 32, line, name, "start"));
  });
  if (shown.some(({ isFloor }) => isFloor)) {
    parts.push(
      text(width - right + 16, top + 20 + names.length * 20, "dashed: the floor", "start"),
    );
  }
  parts.push(text((left + width - right) / 2, height - 8, "certificates", "middle"));
  parts.push(text(left, 14, unit, "start"));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join("\n")}
</svg>
`;
}

/**
 * A logarithmic axis over whole powers of ten.
 * @param {number[]} values
 * @param {number} from
 * @param {number} to
 */
function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const at = (/** @type {number} */ value) =>
    from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const ticks = Array.from({ length: high - low + 1 }, (_, step) =>
    Number((10 ** (low + step)).toPrecision(1)),
  );
  return { at, ticks };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {"start" | "middle" | "end"} anchor
 */
function text(x, y, words, anchor) {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="#222">${words}</text>`;
}

/**
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 */
function rule(x1, y1, x2, y2) {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#ddd"/>`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
