/**
 * How replies are read: tolerantly, because the API writes one thing in several ways. Absent fields, `[]` for an empty object,
 * booleans and numbers as text, unknown members.
 */
import { z } from "zod";

/** PHP sends `[]` for an object without members. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.object(shape),
  );
}

export function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A field that may be absent or null: both are undefined here. */
export function maybe<Value extends z.ZodType>(value: Value) {
  return value.nullish().transform((given) => given ?? undefined);
}

export const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
export const id = number.pipe(z.int().positive());
export const amount = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number),
]);
/** An id, where 0 and the empty text stand for none. */
export const maybeId = z.preprocess(
  (value) => (value === 0 || value === "0" || value === "" ? undefined : value),
  maybe(id),
);
export const text = maybe(z.coerce.string());
/** A date, where CertCentral has been seen to write the text "null"; what is not a valid date is not known. */
export const date = text.transform((written = "") => {
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(written) ?? [];
  return day === undefined || Number.isNaN(Date.parse(day)) ? undefined : day;
});
function isSet(value: unknown): boolean {
  return value === true || value === 1 || value === "1";
}

export const flag = z.unknown().optional().transform(isSet);

/** A flag that is set unless something else is said. */
export const flagUnlessSaid = z
  .unknown()
  .optional()
  .transform((value) => value === undefined || value === null || isSet(value));

/** What cannot be read is left out: it must not take the rest of a reply with it. */
export function ifReadable<Value extends z.ZodType>(value: Value) {
  return maybe(value).catch(undefined);
}

/** As {@link list}, without the items that cannot be read. */
export function readableList<Value>(item: z.ZodType<Value>) {
  return z
    .unknown()
    .optional()
    .transform((value): Value[] => {
      const items: unknown[] = Array.isArray(value) ? value : [];
      return items.flatMap((one) => {
        const parsed = item.safeParse(one);
        return parsed.success ? [parsed.data] : [];
      });
    });
}
