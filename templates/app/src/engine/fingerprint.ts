import { hash } from 'node:crypto';
import { isBlank, isObject, type JsonValue } from './record.ts';

/**
 * A short text that is the same for the same content, whatever the order of its keys; what is blank does not count.
 * It is how the engine knows its own writes again.
 */
export function fingerprint(value: JsonValue): string {
  return hash('sha1', canonical(value), 'base64');
}

/** Whether everything `part` says is also said by `whole`: nothing would change there if `part` were written to it. */
export function covers(whole: JsonValue, part: JsonValue): boolean {
  if (isBlank(part)) return true;
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) && whole.length === part.length && part.every((item, i) => covers(whole[i], item))
    );
  }
  if (isObject(part))
    return isObject(whole) && Object.keys(part).every((key) => covers(whole[key], part[key]));
  return whole === part || String(whole) === String(part);
}

function canonical(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    if (!isBlank(value[key])) parts.push(`${JSON.stringify(key)}:${canonical(value[key])}`);
  }
  return `{${parts.join(',')}}`;
}
