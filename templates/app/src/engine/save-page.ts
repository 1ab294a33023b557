import { messageOf } from './errors.ts';
import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { holderOf, type Pass } from './pass.ts';
import { isRowRefused } from './refused-row.ts';

/**
 * Saves the id maps of a page together. Where the database refuses one of them, each is saved on its own: a bad
 * row never costs its page, and the log says which one it is. Nothing is saved without the organization's lease.
 *
 * @param last they are not saved again in this run: new ones need not learn their ids.
 * @returns those that the database refuses. Any other fault of it is thrown.
 * @throws {LeaseLostError}
 */
export async function savePage(
  pass: Pass,
  idMaps: readonly IdMapDraft[],
  { last = false } = {},
): Promise<IdMapDraft[]> {
  const now = pass.now();
  try {
    const saved = await saveIdMaps(holderOf(pass), idMaps, now, last);
    if (!saved) await pass.lease.confirm();
    return [];
  } catch (error) {
    if (!isRowRefused(error)) throw error;
    const refused: IdMapDraft[] = [];
    for (const idMap of idMaps) if (!(await isSavedAlone(pass, idMap, now))) refused.push(idMap);
    return refused;
  }
}

async function isSavedAlone(pass: Pass, idMap: IdMapDraft, now: Date): Promise<boolean> {
  try {
    await saveIdMaps(holderOf(pass), [idMap], now);
    return true;
  } catch (error) {
    if (!isRowRefused(error)) throw error;
    const { connecId, externalId } = idMap;
    pass.context.log.error({ connecId, externalId, reason: messageOf(error) }, 'an id map cannot be saved');
    return false;
  }
}
