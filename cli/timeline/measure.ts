/**
 * Upper bounds of how wide a text is: widths of DejaVu Sans, which is wider than the fonts that Windows, macOS and most Linux
 * desktops take for `sans-serif`. In parts of the font's size.
 */
const widths: readonly { letters: RegExp; width: number }[] = [
  { letters: /[mwMW@%—]/, width: 1 },
  { letters: /[A-Z&+=<>~#]/, width: 0.84 },
  { letters: /[ijl.,:;'|!I]/, width: 0.36 },
  { letters: /[ftr()[\]/\\ -]/, width: 0.42 },
];

const otherWidth = 0.65;
/** Letters of other scripts are as wide as they are high. */
const foreignWidth = 1;

export function measureText(text: string, size: number): number {
  return Array.from(text).reduce((sum, letter) => sum + widthOf(letter), 0) * size;
}

function widthOf(letter: string): number {
  if (letter > "~") return foreignWidth;
  return widths.find(({ letters }) => letters.test(letter))?.width ?? otherWidth;
}

/** A text that fits: its beginning and an ellipsis where it is too long. */
export function fitText(text: string, size: number, width: number): string {
  if (measureText(text, size) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && measureText(`${letters.join("")}…`, size) > width) letters.pop();
  return `${letters.join("")}…`;
}
