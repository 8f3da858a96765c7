/**
 * What the shim in a user's state finds at run time, by name. The path of this module is stored in
 * every state file and may never move.
 */
import { certificate as certificateLifecycle } from "./certificate/lifecycle";
import { adapt } from "./resource";

export const certificate = adapt(certificateLifecycle);
