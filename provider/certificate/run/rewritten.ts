/** Inputs that were rewritten after `check`, as policies that remediate do: the plan that was announced is not theirs. */
import { joinWithAnd } from "../../format";
import { inputsRewritten } from "../../messages/paying";
import type { Context } from "../../resource";
import type { CertificateInputs } from "../plan/fields";
import { listRewritten } from "../plan/identity";
import { findOwnCheck } from "./knowledge";

/**
 * @throws where an input is not what `check` saw of it in this run: the engine does not ask `check` again after a policy
 * has rewritten inputs, but does, for those of the program, in the next run and for a replacement
 */
export function refuseRewritten(context: Context, verb: string, inputs: CertificateInputs): void {
  const checked = findOwnCheck(context, inputs);
  const rewritten = checked === undefined ? [] : listRewritten(checked.planned, inputs);
  if (rewritten.length > 0) throw new Error(inputsRewritten(verb, joinWithAnd(rewritten)));
}
