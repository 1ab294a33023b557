import { RunError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import type { IdMapDraft } from './id-maps.ts';
import { each } from './pages.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import { readPath } from './path.ts';
import { isBlank, type JsonObject } from './record.ts';

/** Rows read in one go. */
const recallSize = 1000;

/** Whether the hub may recognise an external record as one of its own, that external does not know to be there. */
export const mayHaveTwins = (pass: Pass): boolean =>
  pass.matchingPaths.length > 0 && sendsToExternal(pass) && sendsToConnec(pass);

/**
 * An external record was offered to the hub, and the hub did not take it: what the hub has that is like it must not
 * be created in external before the hub has said whether they are one. What the two are compared by is remembered on
 * the id map, for later runs.
 *
 * @param record in the hub's terms.
 */
export function noteUnmatched(pass: Pass, idMap: IdMapDraft, record: JsonObject): void {
  const keys = idMap.connecId === null ? matchKeys(pass, record) : [];
  for (const key of keys) pass.unmatched.set(key, idMap.externalId ?? '');
  const { unmatched, ...others } = JSON.parse(idMap.metadata);
  if (keys.length === 0 && unmatched === undefined) return;
  idMap.metadata = JSON.stringify(keys.length === 0 ? others : { ...others, unmatched: keys });
}

/** Those that earlier runs offered in vain. */
export async function recallUnmatched(pass: Pass): Promise<void> {
  if (!mayHaveTwins(pass)) return;
  for (let after = 0; ; ) {
    const rows = await pass.database.idMap.findMany({
      where: {
        ...pass.scope,
        connecId: null,
        failedTo: 'connec',
        externalId: { not: null },
        id: { gt: after },
      },
      select: { id: true, externalId: true, metadata: true },
      orderBy: { id: 'asc' },
      take: recallSize,
    });
    for (const { externalId, metadata } of rows) {
      for (const key of JSON.parse(metadata).unmatched ?? []) pass.unmatched.set(key, externalId ?? '');
    }
    const last = rows.at(-1);
    if (!last || rows.length < recallSize) return;
    after = last.id;
  }
}

/** A record of the hub, which external does not have, may be one that the hub has not answered for. */
export function mayBeUnmatched(pass: Pass, record: JsonObject): boolean {
  return pass.unmatched.size > 0 && matchKeys(pass, record).some((key) => pass.unmatched.has(key));
}

/** What external does not have any more holds nothing back. As long as that cannot be read, it does. */
export async function forgetWhatIsGone(pass: Pass, created: readonly JsonObject[]): Promise<void> {
  if (pass.unmatched.size === 0) return;
  const keys = created.flatMap((record) => matchKeys(pass, record)).filter((key) => pass.unmatched.has(key));
  await each([...new Set(keys)], pass.entity.concurrency, async (key) => {
    if (await isGone(pass, pass.unmatched.get(key) ?? '')) pass.unmatched.delete(key);
  });
}

async function isGone({ entity, context }: Pass, externalId: string): Promise<boolean> {
  try {
    return (await entity.getExternal(context, externalId)) === undefined;
  } catch (error) {
    if (error instanceof RunError) throw error;
    return false;
  }
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
