/** Whether the certificate in the outputs is what the program asks for: its key, and its names. */
import type { CertificateInputs } from "../plan/fields";
import { textInput } from "../../fields";
import { missingNames } from "../../names";
import { readLeaf } from "../../x509/chain";
import { csrKeyDigest } from "../../x509/csr";
import { namesOf } from "../plan/spec";
import type { State } from "./state";

interface InUse {
  /** Its key is the one of the program's CSR: else whoever deploys it has a key that does not belong to it. */
  isSameKey: boolean;
  /** Names of the program that it lacks. */
  missing: string[];
}

/** The certificate in use beside the program; undefined while there is none. */
export function compareInUse(state: State, inputs: CertificateInputs): InUse | undefined {
  const leaf = leafInUse(state);
  if (leaf === undefined) return undefined;
  return {
    isSameKey: leaf.keyDigest === csrKeyDigest(textInput(inputs, "csr")),
    missing: missingNames(leaf.names, namesOf(inputs)),
  };
}

/** Names of the certificate in use; none while there is none. */
export function namesInUse(state: State): string[] {
  return leafInUse(state)?.names ?? [];
}

function leafInUse({ fullChainPem }: State): ReturnType<typeof readLeaf> {
  return fullChainPem === undefined ? undefined : readLeaf(fullChainPem);
}
