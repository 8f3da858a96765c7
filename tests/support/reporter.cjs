/** What a run says beside its results: its ten slowest files; and that where CI counts on them no tests were skipped. */
module.exports = class Reporter {
  /** @type {Error | undefined} */
  error = undefined;

  /**
   * @param {unknown} _contexts
   * @param {import("@jest/reporters").AggregatedResult} results
   */
  onRunComplete(_contexts, { testResults }) {
    const slowest = testResults
      .map(({ testFilePath, perfStats: { start, end } }) => ({
        file: testFilePath.split(/[\\/](?=tests[\\/])/).at(-1) ?? testFilePath,
        seconds: (end - start) / 1000,
      }))
      .sort((one, other) => other.seconds - one.seconds)
      .slice(0, 10);
    const lines = slowest.map(
      ({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`,
    );
    process.stderr.write(`\nSlowest files\n${lines.join("\n")}\n`);
    const skipped = testResults.flatMap((file) =>
      file.testResults.filter(({ status }) => status === "pending"),
    );
    if (skipped.length === 0 || process.env["CI"] !== "true") return;
    const names = skipped.map(({ fullName }) => `  ${fullName}`).join("\n");
    const said = `${skipped.length} tests were skipped, and CI skips none: install what they need`;
    // Jest ends with 1 for it, and does not print it.
    process.stderr.write(`\n${said}\n${names}\n`);
    this.error = new Error(said);
  }

  getLastError() {
    return this.error;
  }
};
