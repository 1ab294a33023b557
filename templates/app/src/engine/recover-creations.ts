import { messageOf } from './errors.ts';
import { externalIdsTaken, type IdMapDraft } from './id-maps.ts';
import { lookUpPage, mapToExternal, type ToMap } from './mapping.ts';
import { decide, failed } from './outcome.ts';
import { each } from './pages.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';
import { unfold } from './references.ts';
import { savePage } from './save-page.ts';

/**
 * Creations that were begun and of which nobody knows whether they went through: what is found is taken over, the
 * rest may be created anew.
 */
export async function recoverCreations(pass: Pass, begun: readonly IdMapDraft[]): Promise<void> {
  if (begun.length === 0) return;
  const found = await look(pass, await toBeCreated(pass, begun));
  const ids = new Map([...found].map(([idMap, record]) => [idMap, idOf(pass, record)]));
  const taken = await externalIdsTaken(pass.database, pass.scope, [...ids.values()]);
  for (const idMap of begun) {
    if (idMap.parkedAt !== null || (idMap.dueAt?.getTime() ?? 0) > pass.now().getTime()) continue;
    const id = ids.get(idMap);
    adopt(pass, idMap, taken.has(id ?? '') ? undefined : id);
  }
  await savePage(pass, begun);
}

/** The hub's records in external's terms. One that cannot be mapped any more fails, and stays unsettled. */
async function toBeCreated(pass: Pass, begun: readonly IdMapDraft[]): Promise<Map<IdMapDraft, JsonObject>> {
  const { entity, context } = pass;
  const records: ToMap[] = [];
  await each(begun, entity.concurrency, async (idMap) => {
    const record = await context.connec.get(entity.connecResource, idMap.connecId ?? '');
    if (record)
      records.push({ idMap, record: unfold(record, pass.references, pass.ours, pass.partIds).record });
  });
  await lookUpPage(pass, 'toExternal', records);
  const mapped = new Map<IdMapDraft, JsonObject>();
  for (const { idMap, record } of records) {
    try {
      mapped.set(idMap, mapToExternal(pass, record, idMap));
    } catch (error) {
      failed(idMap, pass.now(), 'external', messageOf(error));
    }
  }
  return mapped;
}

async function look(
  pass: Pass,
  records: ReadonlyMap<IdMapDraft, JsonObject>,
): Promise<Map<IdMapDraft, JsonObject>> {
  const creations = [...records].map(([idMap, record]) => ({
    key: idMap.createKey ?? '',
    startedAt: idMap.createStartedAt ?? pass.now(),
    hash: idMap.externalHash,
    record,
  }));
  if (creations.length === 0) return new Map();
  const taken = (ids: readonly string[]) => externalIdsTaken(pass.database, pass.scope, ids);
  const found = await pass.entity.findCreated(pass.context, creations, taken);
  return new Map(
    [...records.keys()].flatMap((idMap, i) => {
      const record = found[i];
      return record ? [[idMap, record] as const] : [];
    }),
  );
}

function idOf({ entity }: Pass, record: JsonObject): string {
  return String(entity.idFromExternal(record));
}

function adopt(pass: Pass, idMap: IdMapDraft, externalId: string | undefined): void {
  idMap.createKey = null;
  idMap.createStartedAt = null;
  if (externalId === undefined) {
    idMap.externalHash = null;
    decide(idMap, pass.now(), `was not found in ${pass.externalName}: it may be created`);
    return;
  }
  idMap.externalId = externalId;
  idMap.writeBackPending = !pass.entity.sharedIdFromExternal;
  decide(idMap, pass.now(), `was found in ${pass.externalName}, created by a run that was cut off`);
}
