import type { Database } from './database.ts';
import { messageOf } from './errors.ts';
import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import type { Lease } from './lease.ts';
import type { Log } from './log.ts';
import type { Pass } from './pass.ts';
import { isRowRefused } from './refused-row.ts';

/**
 * Saves the id maps of a page together.
 *
 * @param last they are not saved again in this run: new ones need not learn their ids.
 * @returns those that the database refuses. Any other fault of it is thrown.
 * @throws {LeaseLostError}
 */
export function savePage(
  { database, lease, context, now }: Pass,
  idMaps: readonly IdMapDraft[],
  { last = false } = {},
): Promise<IdMapDraft[]> {
  return saveRows({ database, lease, log: context.log, now: now() }, idMaps, last);
}

export interface Saving {
  database: Database;
  /** Nothing is saved without it. */
  lease: Lease;
  log: Log;
  now: Date;
}

/**
 * Where the database refuses one row, each is saved on its own: a bad one never costs its page, and the log says
 * which one it is.
 */
export async function saveRows(
  saving: Saving,
  idMaps: readonly IdMapDraft[],
  last = false,
): Promise<IdMapDraft[]> {
  const { database, lease, now } = saving;
  try {
    const saved = await saveIdMaps({ database, owner: lease.owner }, idMaps, now, last);
    if (!saved) await lease.confirm();
    return [];
  } catch (error) {
    if (!isRowRefused(error)) throw error;
    const refused: IdMapDraft[] = [];
    for (const idMap of idMaps) if (!(await isSavedAlone(saving, idMap))) refused.push(idMap);
    return refused;
  }
}

async function isSavedAlone({ database, lease, log, now }: Saving, idMap: IdMapDraft): Promise<boolean> {
  try {
    await saveIdMaps({ database, owner: lease.owner }, [idMap], now);
    return true;
  } catch (error) {
    if (!isRowRefused(error)) throw error;
    const { connecId, externalId } = idMap;
    log.error({ connecId, externalId, reason: messageOf(error) }, 'an id map cannot be saved');
    return false;
  }
}
