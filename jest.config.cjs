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

module.exports = {
  // Real engine runs take seconds each; the limit only ends what hangs.
  testTimeout: 600_000,
  projects: [
    { ...shared, displayName: "emulator", testMatch: ["<rootDir>/emulator/tests/**/*.test.ts"] },
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/tests/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/tests/engine/"],
    },
    { ...shared, displayName: "engine", testMatch: ["<rootDir>/tests/engine/**/*.test.ts"] },
  ],
};
