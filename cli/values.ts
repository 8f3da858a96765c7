/** Values as the engine writes them into previews and exports. */
import { isRecord, unknownValue } from "../provider/wire";

/** What `pulumi preview --json` puts in place of a secret. */
const hiddenSecret = "[secret]";
/** The member that marks a secret in an export, and what it then says. */
const signature = "4dabf18193072939515e22adb298388d";

/** A copy in which a secret is a value that is not known: nobody here can, or should, open it. */
export function hideSecrets(value: unknown): unknown {
  if (value === hiddenSecret) return unknownValue;
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (!isRecord(value)) return value;
  if (signature in value) return unknownValue;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, hideSecrets(member)]),
  );
}
