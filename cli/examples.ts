/** Examples below a command's help. */
export function formatExamples(...examples: readonly [what: string, line: string][]): string {
  const lines = examples.map(([what, line]) => `  # ${what}\n  ${line}`);
  return `\nExamples:\n${lines.join("\n")}`;
}
