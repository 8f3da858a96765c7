/** The examples that the plugin's schema shows, resource by resource. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const folder = join(__dirname, "..", "..", "plugin", "docs", "examples");

/** As the registry names them. */
export const languages = ["typescript", "python", "go", "csharp", "java", "yaml"] as const;

export type Language = (typeof languages)[number];

/** The text in a language, by the resource's name. */
export function readExamples(language: Language): Map<string, string> {
  const block = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "m");
  return new Map(
    readdirSync(folder).map((file) => {
      const [, text] = block.exec(readFileSync(join(folder, file), "utf8")) ?? [];
      if (text === undefined) throw new Error(`${file} has no example in ${language}`);
      return [basename(file, ".md"), text];
    }),
  );
}
