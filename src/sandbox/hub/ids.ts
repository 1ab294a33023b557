import { isObject, type JsonObject, type JsonValue } from '../record.ts';

/** One name of a record: the hub's own, or an external account's (connec-api §5). */
export type IdEntry = { id: string | number; provider: string; realm: string };

/** Whether a value is a list of names, as ids and references are written with CONNEC-EXTERNAL-IDS. */
export function isIdList(value: JsonValue): value is IdEntry[] {
  return Array.isArray(value) && value.length > 0 && value.every(isEntry);
}

/** The names in a value; none when it is something else. */
export function entriesOf(value: JsonValue): IdEntry[] {
  return isIdList(value) ? value : [];
}

/** The hub's own id in a list of names. */
export function connecIdOf(value: JsonValue): string | undefined {
  const entry = entriesOf(value).find(isConnec);
  return entry && String(entry.id);
}

/** The names `record` goes by. */
export const idsOf = (record: JsonObject): IdEntry[] => entriesOf(record.id);

/**
 * The stored names and those of `added` that are new. They are added, never replaced (connec-api §7.2), and
 * the hub's own name cannot be changed.
 */
export function addEntries(stored: IdEntry[], added: IdEntry[]): IdEntry[] {
  const known = new Set(stored.map(entryKey));
  return [...stored, ...added.filter((entry) => !isConnec(entry) && !known.has(entryKey(entry)))];
}

/** Two entries are one name when all three parts agree; 7 and '7' do. */
export const entryKey = (entry: IdEntry): string =>
  JSON.stringify([entry.provider, entry.realm, String(entry.id)]);

export const isConnec = (entry: IdEntry): boolean => entry.provider === 'connec';

export const connecEntry = (id: string, channel: string): IdEntry => ({
  id,
  provider: 'connec',
  realm: channel,
});

function isEntry(value: JsonValue): boolean {
  return (
    isObject(value) &&
    typeof value.provider === 'string' &&
    (typeof value.id === 'string' || typeof value.id === 'number')
  );
}
