import { isBlank, isObject, type JsonObject, type JsonValue, readPath } from '../record.ts';
import { type IdEntry, idsOf, isConnec } from './ids.ts';
import type { Collection, StoredRecord } from './store.ts';

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
    if (fields.some((field) => isBlank(readPath(attributes, field)))) continue;
    for (const record of collection.records.values()) {
      if (agrees(record, attributes, fields) && !isTaken(record, entries)) return record;
    }
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

function agrees(record: JsonObject, attributes: JsonObject, fields: string[]): boolean {
  return fields.every((field) => isSame(readPath(record, field), readPath(attributes, field)));
}

function isSame(one: unknown, other: unknown): boolean {
  if (isObject(one) || Array.isArray(one)) return JSON.stringify(one) === JSON.stringify(other);
  return !isBlank(one) && String(one) === String(other);
}

function isTaken(record: JsonObject, entries: IdEntry[]): boolean {
  return idsOf(record).some(
    (own) =>
      !isConnec(own) && entries.some((entry) => entry.provider === own.provider && entry.realm === own.realm),
  );
}
