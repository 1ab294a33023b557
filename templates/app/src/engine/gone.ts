import type { IdMapDraft } from './id-maps.ts';
import { succeeded } from './outcome.ts';
import type { Pass } from './pass.ts';

/**
 * A record that both sides had does not exist in external any more (contract 191). Where the hub is to archive it
 * too, it is told so with the ids that it has yet to take.
 */
export function recordIsGone({ entity, externalName, now }: Pass, idMap: IdMapDraft): IdMapDraft {
  const when = now().toISOString();
  const what = `The ${idMap.externalEntity} record has been deleted in ${externalName}. Last attempt to sync on ${when}`;
  if (entity.deletions === 'archive') {
    idMap.metadata = JSON.stringify({ ...JSON.parse(idMap.metadata), deleted: true });
    idMap.writeBackPending = true;
  }
  succeeded(idMap, now(), what);
  Object.assign(idMap, { externalInactive: true, message: what.slice(0, 255) });
  return idMap;
}
