const { default: Sequencer } = require("@jest/test-sequencer");

/** The longest files, longest first: begun last, they would run on alone. */
const longest = [
  "kill",
  "replacement",
  "load",
  "no-day-uncovered",
  "plugin",
  "moving",
  "one-order-one-owner",
  "imitation",
  "boundaries",
  "plan-and-execution",
  "drawn-lives",
  "validation",
  "people",
  "consumers",
];

module.exports = class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {import("jest-runner").Test[]} tests
   */
  sort(tests) {
    const rank = (/** @type {string} */ path) => {
      const at = longest.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return at === -1 ? longest.length : at;
    };
    return [...tests].sort((one, other) => rank(one.path) - rank(other.path));
  }
};
