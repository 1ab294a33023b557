import { isObject, type JsonObject, type JsonValue } from '../record.ts';
import { connecEntry, type IdEntry, isIdList } from './ids.ts';
import { formatInstant, instantOf } from './instants.ts';
import { storedReference } from './references.ts';
import { CHILD_LISTS } from './resources.ts';
import type { Collection } from './store.ts';

/** Fields the hub decides itself: what a caller sends for them is not looked at (connec-api §5). */
const READ_ONLY = new Set([
  'id',
  'created_at',
  'updated_at',
  'group_id',
  'channel_id',
  'resource_type',
  'opts',
]);

const INSTANT_FIELD = /(_date|_at)$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * The attributes of a written record as the hub keeps them: without what is read-only, references resolved
 * (connec-api §5), dates as full UTC instants. `opts` is never kept (connec-api §7.3).
 */
export function acceptAttributes(
  collections: ReadonlyMap<string, Collection>,
  channel: string,
  attributes: JsonObject,
): JsonObject {
  const accept = (key: string, value: JsonValue, holder: JsonObject, ownIds: boolean): JsonValue => {
    const reference = referenceIn(key, value, channel);
    if (reference && ownIds) return reference;
    if (reference) return storedReference(collections, channel, key, holder, reference);
    if (Array.isArray(value)) return value.map((item) => acceptItem(key, item));
    if (isObject(value)) return acceptObject(value, false);
    return INSTANT_FIELD.test(key) ? acceptInstant(value) : value;
  };
  const acceptItem = (key: string, item: JsonValue): JsonValue =>
    isObject(item) ? acceptObject(item, CHILD_LISTS.has(key)) : item;
  const acceptObject = (object: JsonObject, isChild: boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key,
        accept(key, value, object, isChild && key === 'id'),
      ]),
    );

  const writable = Object.entries(attributes).filter(([key]) => !READ_ONLY.has(key));
  return acceptObject(Object.fromEntries(writable), false);
}

/** The reference a value is. Without CONNEC-EXTERNAL-IDS it is the hub's id as plain text. */
function referenceIn(key: string, value: JsonValue, channel: string): IdEntry[] | undefined {
  if (isIdList(value)) return value;
  const named = key === 'id' || key.endsWith('_id');
  return named && typeof value === 'string' && UUID.test(value) ? [connecEntry(value, channel)] : undefined;
}

function acceptInstant(value: JsonValue): JsonValue {
  const instant = instantOf(value);
  return instant === undefined ? value : formatInstant(instant);
}
