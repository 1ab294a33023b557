import { noChanges } from './connec-changes.ts';
import { writePage } from './connec-to-external.ts';
import type { IdMap } from './database.ts';
import { sendPage } from './external-to-connec.ts';
import { externalIdsTaken, type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { decide } from './outcome.ts';
import { each } from './pages.ts';
import { mapToExternal, type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';
import { unfold } from './references.ts';
import { writeBack } from './write-back.ts';

/**
 * Sees to the records that earlier runs left something to do for: creations whose outcome is not known, ids that
 * the hub has yet to take, records that waited for another one, and those that failed and are due again. They are
 * fetched one by one: reading what changed would not bring them (improvements 1.8, 1.12, 1.13).
 */
export async function attend(pass: Pass): Promise<void> {
  const now = pass.now();
  let after = 0;
  for (;;) {
    const due = await pass.database.idMap.findMany({
      where: { ...pass.scope, dueAt: { lte: now }, parkedAt: null, id: { gt: after } },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    if (due.length > 0) await attendPage(pass, due, now);
    if (due.length < pageSize) return;
    after = due.at(-1)?.id ?? after;
  }
}

async function attendPage(pass: Pass, due: IdMap[], now: Date): Promise<void> {
  const begun = due.filter(({ createKey }) => createKey !== null);
  await recoverCreations(pass, begun);
  const untold = due.filter(({ writeBackPending, connecId }) => writeBackPending && connecId !== null);
  await writeBack(
    pass,
    untold.map((idMap) => ({ idMap })),
  );
  const released = await releasedFromWaiting(pass, due);
  const toExternal = due.filter(
    (idMap) => begun.includes(idMap) || idMap.failedTo === 'external' || released.includes(idMap),
  );
  const toConnec = due.filter((idMap) => idMap.failedTo === 'connec');
  if (sendsToExternal(pass)) await writePage(pass, await fetchConnec(pass, toExternal), noChanges());
  if (sendsToConnec(pass)) await sendPage(pass, await fetchExternal(pass, toConnec), noChanges());
  await forgetWhatIsDone(pass, due, now);
}

/** A creation may have gone through: what is found is taken over, the rest may be created anew. */
async function recoverCreations(pass: Pass, begun: IdMapDraft[]): Promise<void> {
  if (begun.length === 0) return;
  const { entity, context } = pass;
  const records = new Map<IdMapDraft, JsonObject>();
  await each(begun, entity.concurrency, async (idMap) => {
    const record = await context.connec.get(entity.connecResource, idMap.connecId ?? '');
    if (record)
      records.set(
        idMap,
        mapToExternal(pass, unfold(record, pass.references, pass.ours, pass.partIds).record, idMap),
      );
  });
  const creations = [...records].map(([idMap, record]) => ({
    key: idMap.createKey ?? '',
    startedAt: idMap.createStartedAt ?? pass.now(),
    record,
  }));
  const found = creations.length > 0 ? await entity.findCreated(context, creations) : [];
  const ids = found.map((record) => (record ? String(entity.idFromExternal(record)) : undefined));
  const taken = await externalIdsTaken(pass.database, pass.scope, ids);
  for (const [i, idMap] of [...records.keys()].entries()) {
    adopt(pass, idMap, taken.has(ids[i] ?? '') ? undefined : ids[i]);
  }
  for (const idMap of begun) if (!records.has(idMap)) adopt(pass, idMap, undefined);
  await saveIdMaps(pass.database, begun, pass.now());
}

function adopt(pass: Pass, idMap: IdMapDraft, externalId: string | undefined): void {
  idMap.createKey = null;
  idMap.createStartedAt = null;
  if (externalId === undefined) {
    decide(idMap, pass.now(), `was not found in ${pass.externalName}: it may be created`);
    return;
  }
  idMap.externalId = externalId;
  idMap.writeBackPending = !pass.entity.sharedIdFromExternal;
  decide(idMap, pass.now(), `was found in ${pass.externalName}, created by a run that was cut off`);
}

/** Those whose reference external has by now. */
async function releasedFromWaiting(pass: Pass, due: IdMap[]): Promise<IdMapDraft[]> {
  const waiting = due.filter(({ waitingFor }) => waitingFor !== null);
  if (waiting.length === 0) return [];
  const arrived = await pass.database.idMap.findMany({
    where: {
      organizationId: pass.scope.organizationId,
      connecId: { in: waiting.flatMap(({ waitingFor }) => waitingFor ?? []) },
      externalId: { not: null },
      writeBackPending: false,
    },
    select: { connecId: true },
  });
  const ids = new Set(arrived.map(({ connecId }) => connecId));
  return waiting.filter(({ waitingFor }) => ids.has(waitingFor));
}

async function fetchConnec(pass: Pass, idMaps: IdMapDraft[]): Promise<JsonObject[]> {
  const records: JsonObject[] = [];
  await each(idMaps, 4, async ({ connecId }) => {
    const record = connecId && (await pass.context.connec.get(pass.entity.connecResource, connecId));
    if (record) records.push(record);
  });
  return records;
}

async function fetchExternal(pass: Pass, idMaps: IdMapDraft[]): Promise<JsonObject[]> {
  const records: JsonObject[] = [];
  await each(idMaps, pass.entity.concurrency, async ({ externalId }) => {
    const record = externalId && (await pass.entity.getExternal(pass.context, externalId));
    if (record) records.push(record);
  });
  return records;
}

/** What is still due as of when it was looked at has nothing left to do: it is equal, switched off, or gone. */
async function forgetWhatIsDone(pass: Pass, due: IdMap[], now: Date): Promise<void> {
  await pass.database.idMap.updateMany({
    where: {
      id: { in: due.map(({ id }) => id) },
      dueAt: { lte: now },
      createKey: null,
      waitingFor: null,
      writeBackPending: false,
    },
    data: { dueAt: null, failedTo: null, failures: 0 },
  });
}
