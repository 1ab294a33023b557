import { randomUUID } from 'node:crypto';
import { isObject, type JsonObject, type JsonValue } from '../record.ts';
import { addEntries, connecEntry, connecIdOf, entriesOf, entryKey, type IdEntry, isIdList } from './ids.ts';
import { CHILD_LISTS } from './resources.ts';

export interface MergeOptions {
  channel: string;
  /** `false`: a list of children becomes the one that was sent, what is missing is gone (connec-api §7.3). */
  sparse: boolean;
}

/**
 * What a record becomes when `written` is written over it. Nested objects are merged, what is absent stays
 * (connec-api §7.3 `sparse`); lists of children are matched by id (§7.2); everything else is replaced.
 */
export function merge(stored: JsonObject, written: JsonObject, options: MergeOptions): JsonObject {
  const result: JsonObject = { ...stored };
  for (const [key, value] of Object.entries(written))
    result[key] = mergeValue(key, stored[key], value, options);
  return result;
}

function mergeValue(key: string, stored: JsonValue, written: JsonValue, options: MergeOptions): JsonValue {
  if (CHILD_LISTS.has(key) && Array.isArray(written)) return mergeChildren(stored, written, options);
  if (isObject(written)) return merge(isObject(stored) ? stored : {}, written, options);
  return written;
}

function mergeChildren(stored: JsonValue, written: JsonValue[], options: MergeOptions): JsonValue[] {
  const before = Array.isArray(stored) ? stored.filter(isObject) : [];
  const sent = written.filter(isObject);
  const after = sent.map((child) => mergeChild(matchChild(before, child), child, options));
  // Children sent without any id cannot be told from those that are there: they take their place.
  const keepsOthers = options.sparse && sent.some((child) => isIdList(child.id));
  return keepsOthers ? [...byId([...before, ...after]).values()] : after;
}

/** The last one of each id, at the place of the first. */
const byId = (children: JsonObject[]) => new Map(children.map((child) => [connecIdOf(child.id), child]));

function matchChild(before: JsonObject[], child: JsonObject): JsonObject | undefined {
  const names = new Set(entriesOf(child.id).map(entryKey));
  return before.find((candidate) => entriesOf(candidate.id).some((entry) => names.has(entryKey(entry))));
}

function mergeChild(stored: JsonObject | undefined, child: JsonObject, options: MergeOptions): JsonObject {
  const own: IdEntry[] = stored ? entriesOf(stored.id) : [connecEntry(randomUUID(), options.channel)];
  return { ...merge(stored ?? {}, child, options), id: addEntries(own, entriesOf(child.id)) };
}
