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
  modulePathIgnorePatterns: ["<rootDir>/dist", "<rootDir>/emulator/dist"],
};

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
      ...shared,
      displayName: "engine",
      testMatch: onTheEngine.map((path) => `${path}*.test.ts`),
    },
  ],
};
