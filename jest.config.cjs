const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
const shared = {
  testEnvironment: "node",
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/emulator/dist", "<rootDir>/.cache"],
};

// Which contract tests go through the second door as well: the tellers of the story, and in `test:long` all of them.
const throughThePlugin = ["domain", "order-validation", "plan-and-execution", "take-over"];
if (process.env["EVERY_DOOR"] !== undefined) {
  throughThePlugin.push(
    "in-doubt",
    "orders-from-elsewhere",
    "pending-reissue",
    "products",
    "real-dates",
    "rows-and-recorded-inputs",
    "what-an-end-takes",
    "what-happens-outside",
    "whose-certificate",
  );
}

// Maven downloads what its programs stand on: in `test:long` alone.
const notHere = process.env["JAVA_HOST"] === undefined ? ["tests/engine/go-and-java"] : [];

const onTheEngine = ["<rootDir>/tests/engine/", "<rootDir>/tests/chaos/engine/"];

module.exports = {
  // Most of the time is spent waiting for other processes.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  reporters: ["default", "<rootDir>/tests/support/reporter.cjs"],
  testSequencer: "<rootDir>/tests/support/sequencer.cjs",
  // Real engine runs take seconds each; the limit only ends what hangs.
  testTimeout: 600_000,
  projects: [
    { ...shared, displayName: "emulator", testMatch: ["<rootDir>/emulator/tests/**/*.test.ts"] },
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: onTheEngine,
    },
    {
      // The same promises through the second door, in process.
      ...shared,
      displayName: "plugin",
      setupFiles: ["<rootDir>/tests/support/plugin-door.cjs"],
      testMatch: [
        ...throughThePlugin.map((name) => `<rootDir>/tests/contract/${name}.test.ts`),
        "<rootDir>/tests/model/people.test.ts",
      ],
    },
    {
      ...shared,
      displayName: "engine",
      testMatch: onTheEngine.map((path) => `${path}*.test.ts`),
      testPathIgnorePatterns: ["/node_modules/", ...notHere],
    },
  ],
};
