import { randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '../record.ts';
import { isObject } from '../record.ts';
import { acceptAttributes } from './accept.ts';
import { addEntries, connecEntry, connecIdOf, type IdEntry, idsOf, isIdList } from './ids.ts';
import { merge } from './merge.ts';
import { DEFAULTS } from './resources.ts';
import { type Collection, collectionOf, nextCode, put, type Store, type StoredRecord } from './store.ts';
import { checkAttributes } from './validate.ts';

/** Where a record is written: one kind of record of one company, at an instant. */
export interface Place {
  store: Store;
  channel: string;
  resource: string;
  now: Date;
}

/** What a write did. `changed` is false when it said nothing new but names. */
export interface Written {
  record: StoredRecord;
  changed: boolean;
}

/** @throws {HubError} 400 when a field is of the wrong kind. */
export function createRecord(place: Place, attributes: JsonObject, entries: IdEntry[], id?: string): Written {
  const collection = collectionIn(place);
  const own = connecEntry(id ?? randomUUID(), place.channel);
  const record = {
    ...write(place, { ...DEFAULTS[place.resource] } as JsonObject, attributes),
    id: addEntries([own], entries),
    created_at: place.now.toISOString(),
    updated_at: place.now.toISOString(),
  };
  const complete = { status: 'ACTIVE', ...record, code: textOr(record, 'code', () => nextCode(collection)) };
  put(collection, complete);
  return { record: complete, changed: true };
}

/**
 * Writes over a record. Its `updated_at` moves only when something other than names is new (connec-api §7.2).
 *
 * @throws {HubError} 400 when a field is of the wrong kind.
 */
export function updateRecord(
  place: Place,
  stored: StoredRecord,
  attributes: JsonObject,
  entries: IdEntry[],
): Written {
  const id = addEntries(idsOf(stored), entries);
  const record = { ...(write(place, stored, attributes) as StoredRecord), id };
  const changed = contentOf(record) !== contentOf(stored);
  if (changed) record.updated_at = place.now.toISOString();
  put(collectionIn(place), record);
  return { record, changed };
}

const collectionIn = (place: Place): Collection => collectionOf(place.store, place.channel, place.resource);

function write(place: Place, stored: JsonObject, attributes: JsonObject): JsonObject {
  checkAttributes(attributes);
  const collections = place.store.get(place.channel) ?? new Map();
  const accepted = acceptAttributes(collections, place.channel, attributes);
  const sparse = !isObject(attributes.opts) || attributes.opts.sparse !== false;
  return merge(stored, accepted, { channel: place.channel, sparse });
}

/** All a record says but its external names. */
function contentOf(record: JsonObject): string {
  return JSON.stringify(record, (_key, value: JsonValue) =>
    isIdList(value) ? (connecIdOf(value) ?? value) : value,
  );
}

function textOr(record: JsonObject, field: string, otherwise: () => string): string {
  const value = record[field];
  return typeof value === 'string' && value !== '' ? value : otherwise();
}
