// `npm run demo`: sets the checkout up, then tells the story on the real engine.
import { setup } from "./setup.mjs";
import { run, runMain } from "./steps.mjs";

await runMain(async () => {
  await setup();
  // A process of its own, because the set-up may just have installed the Node that it needs.
  run("node", ["tools/demo/story.mjs"], { show: true });
});
