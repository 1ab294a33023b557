import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { type Pass, pageSize } from './pass.ts';
import { idOf } from './references.ts';

/** Tells the hub our ids of records it has (contract 189). What it does not take stays pending (improvement 1.8). */
export async function writeBack(pass: Pass, idMaps: readonly IdMapDraft[]): Promise<void> {
  if (idMaps.length === 0) return;
  const results = await pass.context.connec.batch(
    idMaps.map((idMap) => ({
      method: 'put',
      resource: pass.entity.connecResource,
      id: idMap.connecId ?? '',
      record: { id: [idOf(idMap.externalId ?? '', pass.ours)] },
    })),
  );
  idMaps.forEach((idMap, i) => {
    const result = results[i];
    idMap.writeBackPending = !result?.record;
    if (result && 'error' in result)
      idMap.message = `Connec! did not take our id: ${result.error}`.slice(0, 255);
  });
  await saveIdMaps(pass.database, idMaps, pass.now());
}

/** The ids that the hub did not take in earlier runs. */
export async function retryWriteBacks(pass: Pass): Promise<void> {
  let after = 0;
  for (;;) {
    const page = await pass.database.idMap.findMany({
      where: { ...pass.scope, writeBackPending: true, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    await writeBack(pass, page);
    if (page.length < pageSize) return;
    after = page.at(-1)?.id ?? after;
  }
}
