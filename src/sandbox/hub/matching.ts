import { isBlank, isObject, type JsonObject, type JsonValue, readPath } from '../record.ts';
import { type IdEntry, idsOf, isConnec } from './ids.ts';
import { type Collection, findByKey, type StoredRecord } from './store.ts';

/**
 * The record that `opts.matching_fields` says is the same (connec-api §7.3): the first list of fields, all of which
 * agree with some record, decides; of several records the oldest is taken (§13). A blank field agrees with nothing.
 *
 * A record that already has another name in the same external account is not the same: it is linked to another
 * record there, and an account has one name per record (§5).
 */
export function findMatch(
  collection: Collection,
  attributes: JsonObject,
  entries: IdEntry[],
): StoredRecord | undefined {
  for (const fields of fieldLists(attributes.opts)) {
    const keyOf = (record: JsonObject) => keyIn(record, fields);
    const key = keyOf(attributes);
    if (key === undefined) continue;
    const candidates = findByKey(collection, fields.join(' '), keyOf, key);
    const free = candidates.filter((record) => !isTaken(record, entries)).sort(byAge);
    if (free[0]) return free[0];
  }
  return undefined;
}

/** `[['reference'], ['name', 'code']]`; a list that holds anything else is not looked at. */
function fieldLists(opts: JsonValue): string[][] {
  const value = isObject(opts) ? opts.matching_fields : undefined;
  if (!Array.isArray(value)) return [];
  return value.filter(isFieldList);
}

const isFieldList = (list: JsonValue): list is string[] =>
  Array.isArray(list) && list.length > 0 && list.every((field) => typeof field === 'string');

/** What must be equal: 7 and '7' are. */
function keyIn(record: JsonObject, fields: string[]): string | undefined {
  const values = fields.map((field) => readPath(record, field));
  if (values.some(isBlank)) return undefined;
  return JSON.stringify(values.map((value) => (typeof value === 'object' ? value : String(value))));
}

function isTaken(record: JsonObject, entries: IdEntry[]): boolean {
  return idsOf(record).some(
    (own) =>
      !isConnec(own) && entries.some((entry) => entry.provider === own.provider && entry.realm === own.realm),
  );
}

const byAge = (one: StoredRecord, other: StoredRecord): number =>
  one.created_at < other.created_at ? -1 : Number(one.created_at > other.created_at);
