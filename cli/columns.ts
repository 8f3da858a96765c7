/** Text in columns and lines, for people. */

export interface Column<Item> {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  /** May be left out where a terminal is too narrow for all: the highest goes first. */
  readonly spare?: number;
  readonly of: (item: Item) => string;
}

const gap = 2;

/** A line for the titles and one for each item, each column as wide as its longest text. */
export function alignColumns<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
): string[] {
  const padded = columns.map((column) => {
    const cells = [column.title, ...items.map((item) => column.of(item))];
    const width = longest(cells);
    return cells.map((cell) =>
      column.isNumber === true ? cell.padStart(width) : cell.padEnd(width),
    );
  });
  return Array.from({ length: items.length + 1 }, (_, line) =>
    padded
      .map((cells) => cells[line] ?? "")
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}

function longest(texts: readonly string[]): number {
  return texts.reduce((most, { length }) => Math.max(most, length), 0);
}

/** The columns that a width has room for. */
export function fitColumns<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  width: number,
): readonly Column<Item>[] {
  const widest = longest(alignColumns(columns, items));
  const spare = Math.max(...columns.map((column) => column.spare ?? 0));
  if (widest <= width || spare === 0) return columns;
  return fitColumns(
    columns.filter((column) => column.spare !== spare),
    items,
    width,
  );
}

/** A text beside a heading of so many letters, wrapped where a width is given. */
export function indentText(text: string, indent: number, width: number | undefined): string {
  if (width === undefined) return text;
  return wrapText(text, width - indent).join(`\n${" ".repeat(indent)}`);
}

/** A text in lines of at most so many letters; a word is never cut. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
