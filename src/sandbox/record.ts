/** Anything JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | JsonValue[]
  | { [key: string]: JsonValue };

/** One record as an API gives it. */
export type JsonObject = { [key: string]: JsonValue };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value says nothing: `null`, `undefined` and `''`. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** What lies at `address/city`; undefined where the path ends early. */
export function readPath(record: JsonObject, path: string): JsonValue {
  let value: JsonValue = record;
  for (const step of path.split('/')) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** A copy of `record` in which `address/city` is `value`; the objects on the way are made where they lack. */
export function withPath(record: JsonObject, path: string, value: JsonValue): JsonObject {
  const [step = '', ...rest] = path.split('/');
  if (rest.length === 0) return { ...record, [step]: value };
  const inner = record[step];
  return { ...record, [step]: withPath(isObject(inner) ? inner : {}, rest.join('/'), value) };
}
