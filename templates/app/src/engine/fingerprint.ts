import { hash } from 'node:crypto';
import { isBlank, isObject, type JsonObject, type JsonValue } from './record.ts';

/**
 * A short text that is the same for the same content, whatever the order of its keys; what is blank does not count.
 * It is how the engine knows its own writes again.
 */
export function fingerprint(value: JsonValue): string {
  return hash('sha1', JSON.stringify(canonical(value) ?? null), 'base64');
}

/** Whether everything `part` says is also said by `whole`: nothing would change there if `part` were written to it. */
export function covers(whole: JsonValue, part: JsonValue): boolean {
  if (isBlank(part)) return true;
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) && whole.length === part.length && part.every((item, i) => covers(whole[i], item))
    );
  }
  if (isObject(part)) {
    return Object.keys(part).every((key) => covers(isObject(whole) ? whole[key] : undefined, part[key]));
  }
  return !isBlank(whole) && !Array.isArray(whole) && !isObject(whole) && textOf(whole) === textOf(part);
}

/** APIs do not agree on whether a number, an id or a date is text. */
function textOf(value: unknown): string {
  return value instanceof Date ? value.toJSON() : String(value);
}

/** With its keys in order and without the blank ones, deep. */
function canonical(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const key of Object.keys(value).sort()) {
    const kept = canonical(value[key]);
    if (!isBlank(kept)) result[key] = kept;
  }
  return result;
}
