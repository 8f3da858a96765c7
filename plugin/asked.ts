/** What the engine asks of a plugin, and what it is answered: in plain values, as `server.ts` translates them. */
import type { Row } from "../provider/engine-log";
import type { CheckResult, DiffResult, Properties } from "../provider/resource";
import type { Run } from "../provider/run";
import type { Canceling } from "./cancellation";
import type { Detail } from "./details";

/** What a process of the plugin stands on. */
export interface Surroundings {
  readonly version: string;
  readonly run: Run;
  readonly cancellation: Canceling;
  readonly rowOf: (urn: string) => Row;
  /** The stack's own configuration, as the engine puts it into the environment. */
  readonly stackConfiguration: string | undefined;
}

interface Asked {
  readonly urn: string;
}

export interface Difference extends DiffResult {
  readonly details: readonly Detail[];
}

/** What the engine stores of a resource. */
export interface Stored {
  readonly id: string;
  readonly properties: Properties;
  /** Whether it is to be refreshed before each preview. */
  readonly asksFirst: boolean;
}

/** The resource exists and is not ready; see {@link InitializationFailure}. */
export class StoredFailure extends Error {
  override readonly name = "StoredFailure";

  constructor(
    readonly stored: Stored,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

export interface CreateAsked extends Asked {
  readonly inputs: Properties;
  readonly isPreview: boolean;
  /** `customTimeouts`, in seconds; 0 where there is none. */
  readonly timeout: number;
}

export interface UpdateAsked extends CreateAsked {
  readonly id: string;
  readonly olds: Properties;
}

export interface ReadAsked extends Asked {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
  /** The program reads it (`get`), and no resource has it: what it gives beside the id is no state. */
  readonly isGet?: boolean;
}

export interface Plugin {
  readonly version: string;
  checkConfig(asked: Asked & { news: Properties }): Promise<CheckResult>;
  configure(args: Properties): void;
  check(asked: Asked & { olds: Properties; news: Properties }): Promise<CheckResult>;
  diff(
    asked: Asked & { id: string; olds: Properties; oldInputs: Properties; news: Properties },
  ): Promise<Difference>;
  create(asked: CreateAsked): Promise<Stored>;
  update(asked: UpdateAsked): Promise<Stored>;
  /** The state as CertCentral shows it; without a state, an import. */
  read(asked: ReadAsked): Promise<Stored & { inputs: Properties }>;
  delete(asked: Asked & { id: string; properties: Properties }): Promise<void>;
  invoke(token: string, args: Properties): Promise<Properties>;
  cancel(): void;
}
