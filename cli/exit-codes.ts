/** How a command ends, for pipelines: the same for all. */
export const exitCodes = {
  /** Done, and nothing was found that was asked to be judged. */
  done: 0,
  /** It could not be done: no answer, no key, a file that is no such file. */
  failed: 1,
  /** The command was not understood. */
  misused: 2,
  /** Done, and something was found: too few days left, what an order would trip over, another certificate. */
  found: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
