import type { Context } from './context.ts';
import type { Creation, Entity } from './entity.ts';
import { covers, fingerprint } from './fingerprint.ts';
import { isObject, type JsonObject, type JsonValue } from './record.ts';
import { trustedMs } from './watermark.ts';

/**
 * For each creation, a record that says all that was to be created, among what was changed in the application since
 * it was begun; each record is found once.
 */
export async function findByContent<Client>(
  entity: Entity<Client>,
  context: Context<Client>,
  creations: readonly Creation[],
): Promise<(JsonObject | undefined)[]> {
  const found: (JsonObject | undefined)[] = creations.map(() => undefined);
  const began = Math.min(...creations.map(({ startedAt }) => startedAt.getTime()));
  for await (const page of entity.listExternal(context, { since: new Date(began - trustedMs) })) {
    for (const record of page) {
      const index = creations.findIndex((creation, i) => !found[i] && isOf(creation, record));
      if (index >= 0) found[index] = record;
    }
  }
  return found;
}

/** It says what is to be created now, or what was to be created when it was begun. */
function isOf({ record, hash }: Creation, found: JsonObject): boolean {
  return covers(found, record) || fingerprint(reduce(found, record)) === hash;
}

/** Of a record only the fields that another one has. */
function reduce(value: JsonValue, pattern: JsonValue): JsonValue {
  if (Array.isArray(value) && Array.isArray(pattern))
    return value.map((item, i) => reduce(item, pattern[Math.min(i, pattern.length - 1)]));
  if (!isObject(value) || !isObject(pattern)) return value;
  return Object.fromEntries(Object.keys(pattern).map((key) => [key, reduce(value[key], pattern[key])]));
}
