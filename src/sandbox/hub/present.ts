import { isObject, type JsonObject, type JsonValue } from '../record.ts';
import { countryCode } from './countries.ts';
import { connecIdOf, type IdEntry, isIdList } from './ids.ts';
import { formatInstant, instantOf } from './instants.ts';
import { completeReference } from './references.ts';
import { CHILD_LISTS } from './resources.ts';
import type { Collection, StoredRecord } from './store.ts';

/** Who looks at a record, and how they want it. */
export interface View {
  collections: ReadonlyMap<string, Collection>;
  channel: string;
  group: string;
  resource: string;
  /** CONNEC-EXTERNAL-IDS: ids and references as lists of names instead of the hub's id (connec-api §5). */
  externalIds: boolean;
  /** CONNEC-COUNTRY-FORMAT: alpha2 (connec-api §3). */
  countryCodes: boolean;
}

/** A record as the API answers it: references complete, instants to the second, with its meta fields. */
export function present(view: View, record: StoredRecord): JsonObject {
  return {
    ...presentObject(view, record, true),
    created_at: toSecond(record.created_at),
    updated_at: toSecond(record.updated_at),
    group_id: view.group,
    channel_id: view.channel,
    resource_type: view.resource,
  };
}

function presentObject(view: View, object: JsonObject, ownIds: boolean): JsonObject {
  const result: JsonObject = {};
  for (const key in object)
    result[key] = presentValue(view, key, object[key], object, ownIds && key === 'id');
  return result;
}

function presentValue(
  view: View,
  key: string,
  value: JsonValue,
  holder: JsonObject,
  ownIds: boolean,
): JsonValue {
  if (isIdList(value))
    return presentIds(view, ownIds ? value : completeReference(view.collections, key, holder, value));
  if (Array.isArray(value)) return value.map((item) => presentItem(view, key, item));
  if (isObject(value)) return presentObject(view, value, false);
  if (view.countryCodes && key === 'country' && typeof value === 'string') return countryCode(value);
  return value;
}

function presentItem(view: View, list: string, item: JsonValue): JsonValue {
  return isObject(item) ? presentObject(view, item, CHILD_LISTS.has(list)) : item;
}

function presentIds(view: View, ids: IdEntry[]): JsonValue {
  return view.externalIds ? ids.map((entry) => ({ ...entry })) : (connecIdOf(ids) ?? null);
}

function toSecond(instant: string): string {
  return formatInstant(instantOf(instant) ?? 0);
}
