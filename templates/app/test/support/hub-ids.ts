import { isObject, type JsonObject, type JsonValue } from '../../src/engine/index.ts';

/** The lists of ids that the hub keeps of a record, and of everything that names one. */
export const entries = (ids: JsonValue): JsonObject[] =>
  (Array.isArray(ids) ? ids.filter(isObject) : []).filter((entry) => 'provider' in entry);

const same = (a: JsonObject, b: JsonObject) =>
  a.id === b.id && a.provider === b.provider && a.realm === b.realm;

/** The hub's own id of a record. */
export const idIn = (record: JsonObject): string | undefined =>
  entries(record.id).find(({ provider }) => provider === 'connec')?.id as string | undefined;

export const sharesId = (a: JsonObject, b: JsonObject): boolean =>
  entries(a.id).some((entry) => entries(b.id).some((other) => same(entry, other)));

export function mergeIds(present: JsonValue, added: JsonValue): JsonObject[] {
  const ids = entries(present);
  return [...ids, ...entries(added).filter((id) => !ids.some((entry) => same(entry, id)))];
}
