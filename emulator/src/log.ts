/** A request as the log keeps it; the API key never does. */
export interface LoggedRequest {
  id: number;
  /** Emulated instant, ISO 8601. */
  at: string;
  method: string;
  /** Below `/services/v2`, with its leading slash, without the query. */
  path: string;
  query: Record<string, string>;
  body: unknown;
  /** What was answered before a fault tampered with it; undefined when that is no JSON. */
  reply?: unknown;
  /** `lost` when no reply was sent. */
  status: number | "lost";
  /** The fault that hit it. */
  fault?: string;
  /** Price that was taken, in USD; 0 for free. */
  charge: number;
}
