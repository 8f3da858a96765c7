/** Ctrl-C: what waits ends at once, and nothing more is asked of CertCentral. What it has taken is in state by then. */
import { runCanceled } from "../provider/messages/plugin";
import type { Cancellation } from "../provider/serve";

export interface Canceling extends Cancellation {
  cancel(): void;
}

export function createCancellation(): Canceling {
  const controller = new AbortController();
  const { signal } = controller;
  const refuse = (): void => {
    if (signal.aborted) throw new Error(runCanceled());
  };
  return {
    cancel: () => {
      controller.abort();
    },
    refuse,
    interrupt: (clock) => ({
      ...clock,
      async sleep(ms) {
        refuse();
        let wake = (): void => undefined;
        const canceled = new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener("abort", wake, { once: true });
        });
        await Promise.race([clock.sleep(ms), canceled]);
        signal.removeEventListener("abort", wake);
        refuse();
      },
    }),
  };
}
