import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  // The example with Azure is compiled where its SDK is installed: `npm run test:long`.
  {
    ignores: [
      "**/dist/**",
      "dist-plugin/**",
      "**/node_modules/**",
      "coverage/**",
      "examples/azure-key-vault/**",
    ],
  },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // An empty text or a zero id often means "none" on this API's wire.
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: true }],
      "no-restricted-syntax": ["error", { selector: "TSEnumDeclaration", message: "Use a union." }],
      eqeqeq: "error",
    },
  },
  {
    // What people read has a code, a cause and a remedy, and stands in provider/messages. The client and X.509 name
    // what is wrong with a reply or a file, for the messages of those who asked.
    files: ["sdk/**/*.ts", "provider/**/*.ts", "cli/**/*.ts"],
    ignores: ["provider/messages/**", "provider/certcentral/**", "provider/x509/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "TSEnumDeclaration", message: "Use a union." },
        ...["TemplateLiteral", "Literal", "BinaryExpression"].flatMap((text) => [
          {
            selector: `NewExpression[callee.name=/Error$/] > ${text}.arguments`,
            message: "Define it in provider/messages.",
          },
          {
            selector: `NewExpression[callee.property.name=/Error$/] > ${text}.arguments`,
            message: "Define it in provider/messages.",
          },
          {
            selector: `CallExpression[callee.property.name=/^(warn|info)$/] > ${text}.arguments`,
            message: "Define it in provider/messages.",
          },
        ]),
      ],
    },
  },
  {
    // The interfaces that tables make are given a name; a class has its outputs from one, which Pulumi fills.
    files: ["sdk/**/*.ts"],
    rules: {
      "@typescript-eslint/no-empty-object-type": [
        "error",
        { allowInterfaces: "with-single-extends" },
      ],
      "@typescript-eslint/no-unsafe-declaration-merging": "off",
    },
  },
  {
    files: ["tests/**/*.ts", "emulator/tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // Jest's asymmetric matchers are typed `any`.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    files: ["**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  {
    // typescript-eslint does not see casts in JSDoc; the compiler does.
    files: ["**/*.mjs"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
    },
  },
);
