// docs/messages.md, made from provider/messages: `node tools/messages.mjs [--check]`. Wants the build.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { keepPage } from "./pages.mjs";
import { root, runMain } from "./steps.mjs";

const require = createRequire(import.meta.url);

await runMain(() => {
  keepPage("docs/messages.md", page(), "node tools/messages.mjs");
  return Promise.resolve();
});

function page() {
  const messages = join(root, "dist", "provider", "messages");
  for (const file of readdirSync(messages)) if (file.endsWith(".js")) require(join(messages, file));
  /** @type {{ listMessages: () => { code: string, severity: string, cause: string, remedy: string }[] }} */
  const { listMessages } = require(join(root, "dist", "provider", "messages", "define.js"));
  return [
    "# Messages and ways out",
    "",
    "Made from the code by `node tools/messages.mjs`; do not edit.",
    "",
    "A refusal or a warning ends in its code. Most refusals have one way out in common: `CERTCENTRAL_FORGET=<order id,",
    "certificate id or reference>,...` in front of a command. For that one run an id that is named counts as ended,",
    "without a call, and a reference as never placed.",
    "",
    "| code | | why it is said | what helps |",
    "|---|---|---|---|",
    ...listMessages().map(
      ({ code, severity, cause, remedy }) =>
        `| <a id="${code.toLowerCase()}"></a>${code} | ${severity} | ${cell(cause)} | ${cell(remedy)} |`,
    ),
    "",
  ].join("\n");
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll(/<([a-z][^>]*)>/g, "&lt;$1&gt;");
}
