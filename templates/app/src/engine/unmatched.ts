import { RunError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { lookUpPage, mapToConnec, type ToMap } from './mapping.ts';
import { each } from './pages.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import { readPath } from './path.ts';
import { isBlank, type JsonObject } from './record.ts';

/** So many are looked at in a run: there are only as many as the hub would not take. */
const most = 200;

/**
 * Those that earlier runs offered in vain, and that are not due yet. There is nothing to look up where the hub has
 * taken all it was given.
 */
export async function recallUnmatched(pass: Pass): Promise<void> {
  const { entity, context, database, scope } = pass;
  if (pass.matchingPaths.length === 0 || !sendsToExternal(pass) || !sendsToConnec(pass)) return;
  const idMaps = await database.idMap.findMany({
    where: { ...scope, connecId: null, failedTo: 'connec', externalId: { not: null } },
    take: most,
  });
  const records: ToMap[] = [];
  await each(idMaps, entity.concurrency, async (idMap) => {
    const record = await unlessRefused(() => entity.getExternal(context, idMap.externalId ?? ''));
    if (record) records.push({ record, idMap });
  });
  await lookUpPage(pass, 'toConnec', records);
  for (const { record, idMap } of records) {
    const mapped = await unlessRefused(async () => mapToConnec(pass, record, idMap));
    if (mapped) noteUnmatched(pass, mapped);
  }
}

/** A record that cannot be read or mapped was never offered: it is told of when its turn comes. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunError) throw error;
    return undefined;
  }
}

/**
 * An external record was offered to the hub for the first time, and the hub did not say whether it has it already:
 * what it has that is like it must not be created in external before it has said so.
 *
 * @param record in the hub's terms.
 */
export function noteUnmatched(pass: Pass, record: JsonObject): void {
  for (const key of matchKeys(pass, record)) pass.unmatched.add(key);
}

/** Whether a record of the hub, which external does not have, may be one that the hub has not answered for. */
export function mayBeUnmatched(pass: Pass, record: JsonObject): boolean {
  return pass.unmatched.size > 0 && matchKeys(pass, record).some((key) => pass.unmatched.has(key));
}

/** What the hub compares, for each list of matching fields that the record has all values of. */
function matchKeys({ matchingPaths }: Pass, record: JsonObject): string[] {
  return matchingPaths.flatMap((paths, i) => {
    const values = paths.map((path) => valueAt(record, path));
    return values.some(isBlank) ? [] : [fingerprint([i, ...values.map(String)])];
  });
}

function valueAt(record: JsonObject, path: Parameters<typeof readPath>[1]) {
  try {
    return readPath(record, path);
  } catch {
    return undefined; // Not a record that the hub could compare.
  }
}
