/** The command line in this process: what it prints, and how it ends. */
import { runCommand } from "../../cli/program";
import { systemClock } from "../../provider/clock";

export interface CommandEnd {
  code: number;
  output: string;
  errors: string;
}

let slept = 0;

/** Milliseconds that all commands so far have slept, on a clock that jumps. */
export function sleptMs(): number {
  return slept;
}

/**
 * @param isTTY whether it is somebody at a terminal who runs it
 * @param columns how wide that is
 */
export async function runCertcentral(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  isTTY = false,
  columns?: number,
): Promise<CommandEnd> {
  systemClock.elapsedMs = () => performance.now() + slept;
  systemClock.sleep = (ms) => {
    slept += ms;
    return new Promise((resolve) => setImmediate(resolve));
  };
  const output: string[] = [];
  const errors: string[] = [];
  const code = await runCommand(args, {
    environment,
    output: { write: (text) => output.push(text), isTTY, columns },
    errors: { write: (text) => errors.push(text), isTTY },
  });
  return { code, output: output.join(""), errors: errors.join("") };
}
