/** What stands below a command's help: examples, and words with their meaning. */

import { wrapText } from "./columns";

/** Width of the lines: what every terminal has. */
const width = 80;

export function formatExamples(...examples: readonly [what: string, line: string][]): string {
  const lines = examples.map(([what, line]) => `  # ${what}\n  ${line}`);
  return `\nExamples:\n${lines.join("\n")}`;
}

/** Words in a column, what each means beside it. */
export function formatTerms(
  title: string,
  terms: readonly (readonly [term: string, meaning: string])[],
): string {
  const indent = 4 + Math.max(...terms.map(([term]) => term.length));
  const lines = terms.map(([term, meaning]) => {
    const [first = "", ...rest] = wrapText(meaning, width - indent);
    return [`  ${term}`.padEnd(indent) + first, ...rest.map((line) => " ".repeat(indent) + line)];
  });
  return `\n${title}:\n${lines.flat().join("\n")}`;
}
