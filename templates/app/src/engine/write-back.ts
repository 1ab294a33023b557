import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { decide } from './outcome.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';
import { idOf } from './references.ts';

/** Ids that the hub has yet to learn: ours of the record, and of its parts where there are new ones. */
export interface WriteBack {
  idMap: IdMapDraft;
  partIds?: JsonObject | undefined;
}

/** Tells the hub our ids (contract 189). What it does not take stays pending, and is due again (improvement 1.8). */
export async function writeBack(pass: Pass, items: readonly WriteBack[]): Promise<void> {
  if (items.length === 0) return;
  const results = await pass.context.connec.batch(
    items.map(({ idMap, partIds }) => ({
      method: 'put',
      resource: pass.entity.connecResource,
      id: idMap.connecId ?? '',
      record: { ...partIds, id: [idOf(idMap.externalId ?? '', pass.ours)] },
    })),
  );
  const now = pass.now();
  items.forEach(({ idMap, partIds }, i) => {
    const result = results[i];
    idMap.writeBackPending = !result?.record;
    if (result?.record) return;
    idMap.message = `Connec! did not take our id: ${result && 'error' in result ? result.error : ''}`.slice(
      0,
      255,
    );
    idMap.dueAt = now;
    // The ids of parts are only known from an answer: the record is written once more to have them again.
    if (partIds) idMap.failedTo = 'external';
    decide(idMap, now, idMap.message);
  });
  for (const { idMap } of items) if (!idMap.writeBackPending && idMap.failedTo === null) idMap.dueAt = null;
  await saveIdMaps(
    pass.database,
    items.map(({ idMap }) => idMap),
    now,
  );
}
