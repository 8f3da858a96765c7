// `npm run demo`: sets the checkout up, then tells the story on the real engine; `-- --yaml` tells it from YAML, through the plugin.
import { parseArgs } from "node:util";

import { ensureGoTool, yamlHost } from "./pulumi/go-tools.mjs";
import { setup } from "./setup.mjs";
import { run, runMain } from "./steps.mjs";

const { values } = parseArgs({ options: { yaml: { type: "boolean", default: false } } });

await runMain(async () => {
  await setup();
  if (values.yaml && ensureGoTool(yamlHost) === undefined) {
    throw new Error(
      "tell the story from YAML: the host of YAML programs is built with Go. Install it",
    );
  }
  // A process of its own, because the set-up may just have installed the Node that it needs.
  run("node", ["tools/demo/story.mjs", ...(values.yaml ? ["--yaml"] : [])], { show: true });
});
