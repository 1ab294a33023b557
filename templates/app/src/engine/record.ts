/** Anything JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | JsonValue[]
  | { [key: string]: JsonValue };

/** One record of either side, as its API gives it. */
export type JsonObject = { [key: string]: JsonValue };

/** A date, which some API clients give instead of text, is a value and not an object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** `''`, `[]`, `{}`, `null` and `undefined` say nothing; `false` and `0` do. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** What a value is, for messages: never the value itself, which is the customer's. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  return isObject(value) ? 'an object' : `a ${typeof value}`;
}
