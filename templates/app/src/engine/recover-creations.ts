import { rememberKey } from './creation-key.ts';
import { isUnanswered, messageOf, RecordError, RunError } from './errors.ts';
import { externalIdsTaken, type IdMapDraft } from './id-maps.ts';
import { lookUpPage, mapToExternal, type ToMap } from './mapping.ts';
import { decide, failed } from './outcome.ts';
import { begunTo } from './own-write.ts';
import type { Pass } from './pass.ts';
import { readConnecRecords } from './read-records.ts';
import type { JsonObject } from './record.ts';
import { unfold } from './references.ts';
import { savePage } from './save-page.ts';

/**
 * Creations that were begun and of which nobody knows whether they went through: what is found is taken over, the
 * rest may be created anew.
 */
export async function recoverCreations(pass: Pass, begun: readonly IdMapDraft[]): Promise<void> {
  if (begun.length === 0) return;
  const gone = new Set<IdMapDraft>();
  try {
    const wanted = await toBeCreated(pass, begun, gone);
    const found = await look(pass, wanted);
    if (!found) return;
    const ids = new Map([...found].map(([idMap, record]) => [idMap, idOf(pass, record)]));
    const taken = await externalIdsTaken(pass.database, pass.scope, [...ids.values()]);
    for (const idMap of wanted.keys()) {
      const id = ids.get(idMap);
      if (id === undefined || taken.has(id)) mayBeCreated(pass, idMap);
      else takeOver(pass, idMap, id);
    }
    for (const idMap of gone) giveUp(pass, idMap);
  } finally {
    await savePage(pass, begun);
  }
}

/**
 * The hub's records in external's terms. One that cannot be read or mapped fails, and stays unsettled.
 *
 * @param gone gets those that the hub does not have any more.
 */
async function toBeCreated(
  pass: Pass,
  begun: readonly IdMapDraft[],
  gone: Set<IdMapDraft>,
): Promise<Map<IdMapDraft, JsonObject>> {
  const records: ToMap[] = [];
  const byId = new Map(begun.map((idMap) => [idMap.connecId ?? '', idMap]));
  await readConnecRecords(pass, pass.resource, [...byId.keys()], (id, read) => {
    const idMap = byId.get(id) as IdMapDraft;
    if (read instanceof Error)
      failed(idMap, pass.now(), 'external', messageOf(read), !(read instanceof RecordError));
    else if (read)
      records.push({ idMap, record: unfold(read, pass.references, pass.ours, pass.partIds).record });
    else gone.add(idMap);
  });
  await lookUpPage(pass, 'toExternal', records);
  const mapped = new Map<IdMapDraft, JsonObject>();
  for (const { idMap, record } of records) {
    try {
      mapped.set(idMap, mapToExternal(pass, record, idMap));
    } catch (error) {
      failed(idMap, pass.now(), 'external', messageOf(error), isUnanswered(error));
    }
  }
  return mapped;
}

/** @returns nothing when it could not be looked: they stay unsettled. */
async function look(
  pass: Pass,
  records: ReadonlyMap<IdMapDraft, JsonObject>,
): Promise<Map<IdMapDraft, JsonObject> | undefined> {
  const creations = [...records].map(([idMap, record]) => ({
    key: idMap.createKey ?? '',
    startedAt: idMap.createStartedAt ?? pass.now(),
    hash: idMap.externalHash,
    shape: begunTo(idMap, 'external')?.shape,
    record,
  }));
  if (creations.length === 0) return new Map();
  const taken = (ids: readonly string[]) => externalIdsTaken(pass.database, pass.scope, ids);
  try {
    const found = await pass.entity.findCreated(pass.context, creations, taken);
    const pairs = [...records.keys()].map((idMap, i) => [idMap, found[i]] as const);
    return new Map(pairs.filter((pair): pair is [IdMapDraft, JsonObject] => pair[1] !== undefined));
  } catch (error) {
    if (error instanceof RunError) throw error;
    for (const idMap of records.keys()) failed(idMap, pass.now(), 'external', messageOf(error), true);
    return undefined;
  }
}

function idOf({ entity }: Pass, record: JsonObject): string {
  return String(entity.idFromExternal(record));
}

function takeOver(pass: Pass, idMap: IdMapDraft, externalId: string): void {
  settle(idMap);
  idMap.externalId = externalId;
  idMap.writeBackPending = !pass.entity.sharedIdFromExternal;
  decide(idMap, pass.now(), `was found in ${pass.externalName}, created by a run that was cut off`);
}

function mayBeCreated(pass: Pass, idMap: IdMapDraft): void {
  rememberKey(idMap);
  settle(idMap);
  idMap.externalHash = null;
  idMap.begunWrites = null;
  decide(idMap, pass.now(), `was not found in ${pass.externalName}: it may be created`);
}

function giveUp(pass: Pass, idMap: IdMapDraft): void {
  settle(idMap);
  const what = `is gone in Connec!: it was not looked for in ${pass.externalName}, where its creation was begun`;
  decide(idMap, pass.now(), what);
}

function settle(idMap: IdMapDraft): void {
  idMap.createKey = null;
  idMap.createStartedAt = null;
}
