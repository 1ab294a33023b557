import { messageOf } from './errors.ts';
import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { holderOf, type Pass } from './pass.ts';

/**
 * Saves the id maps of a page together. Where the database refuses one of them, each is saved on its own: a bad
 * row never costs its page, and the log says which one it is. Nothing is saved without the organization's lease.
 *
 * @param last they are not saved again in this run: new ones need not learn their ids.
 * @throws {LeaseLostError}
 */
export async function savePage(
  pass: Pass,
  idMaps: readonly IdMapDraft[],
  { last = false } = {},
): Promise<void> {
  const now = pass.now();
  try {
    const saved = await saveIdMaps(holderOf(pass), idMaps, now, last);
    if (!saved) await pass.lease.confirm();
  } catch (error) {
    if (!isRefused(error)) throw error;
    for (const idMap of idMaps) await saveAlone(pass, idMap, now);
  }
}

async function saveAlone(pass: Pass, idMap: IdMapDraft, now: Date): Promise<void> {
  try {
    await saveIdMaps(holderOf(pass), [idMap], now);
  } catch (error) {
    if (!isRefused(error)) throw error;
    const { connecId, externalId } = idMap;
    pass.context.log.error({ connecId, externalId, reason: messageOf(error) }, 'an id map cannot be saved');
  }
}

/** The statement was understood and refused: a constraint. Anything else is a fault of the database itself. */
const isRefused = (error: unknown) =>
  ['P2002', 'P2010'].includes(String((error as { code?: unknown } | undefined)?.code));
