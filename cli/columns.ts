/** Text in columns, for people. */

export interface Column<Item> {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly isNumber?: boolean;
  readonly of: (item: Item) => string;
}

/** A line for the titles and one for each item, each column as wide as its longest text. */
export function alignColumns<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
): string[] {
  const cells = [
    columns.map(({ title }) => title),
    ...items.map((item) => columns.map(({ of }) => of(item))),
  ];
  const widths = columns.map((_, index) =>
    cells.reduce((widest, line) => Math.max(widest, (line[index] ?? "").length), 0),
  );
  return cells.map((line) =>
    line
      .map((cell, index) =>
        columns[index]?.isNumber === true
          ? cell.padStart(widths[index] ?? 0)
          : cell.padEnd(widths[index] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
