/** What crosses between the engine and the plugin: plain values, with secrets opened and one word for unknown ones. */
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Properties } from "../provider/resource";
import { isRecord, unknownValue } from "../provider/wire";

/**
 * What stands for a value that is not known yet: one text for each type. Source: Pulumi, "Unknown...Value" in
 * `sdk/go/common/resource/plugin/rpc.go`.
 */
const unknownValues: readonly unknown[] = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  unknownValue, // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
];

/** Marks an object that is more than its members. Source: Pulumi, `sdk/go/common/resource/sig`. */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

/** The values of a message of the engine's. */
export function openStruct(struct: Struct | undefined): Properties {
  return openMembers(struct?.toJavaScript() ?? {});
}

/** Values as a message of the engine's. They have gone through JSON: what it cannot carry is gone. */
export function sealStruct(values: Properties): Struct {
  return Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}

/** A value that the engine keeps encrypted. */
export function secret(value: unknown): Properties {
  return { [signature]: secretSignature, value };
}

/** A value without what the engine wraps around it. */
export function openValue(value: unknown): unknown {
  if (unknownValues.includes(value)) return unknownValue;
  if (Array.isArray(value)) return value.map(openValue);
  if (!isRecord(value)) return value;
  switch (value[signature]) {
    case secretSignature:
      return openValue(value["value"] ?? null);
    case outputSignature:
      return "value" in value ? openValue(value["value"]) : unknownValue;
    case resourceSignature:
      // Of another resource there is nothing but its id.
      return openValue(value["id"] ?? null);
    default:
      return openMembers(value);
  }
}

function openMembers(value: Properties): Properties {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, openValue(member)]));
}
