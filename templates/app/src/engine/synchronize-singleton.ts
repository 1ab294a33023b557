import { winner } from './conflict.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, newIdMap, saveIdMaps } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { decide, waits } from './outcome.ts';
import { lookUpPage, mapToConnec, mapToExternal, type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import { pushToConnec } from './push-to-connec.ts';
import { pushToExternal } from './push-to-external.ts';
import type { JsonObject } from './record.ts';
import { unfold, unknownIds } from './references.ts';

/**
 * The one record of an organization that is neither listed nor found by an id: its company (contract 168 to 174).
 * Both sides are read whole; what changed goes to the other side, and where both did the newest wins.
 */
export async function synchronizeSingleton(pass: Pass): Promise<void> {
  const { entity, context, counts } = pass;
  const connec =
    sendsToExternal(pass) || sendsToConnec(pass)
      ? await first(context.connec.pages(entity.connecResource))
      : undefined;
  const external = await first(entity.listExternal(context, {}));
  counts.toExternal.fetched += connec ? 1 : 0;
  counts.toConnec.fetched += external ? 1 : 0;
  if (!connec && !external) return;

  const idMap = (await pass.database.idMap.findFirst({ where: { ...pass.scope } })) ?? newIdMap(pass.scope);
  const kept = chooseSide(pass, idMap, connec, external);
  if (kept === 'external' && external) await keepExternal(pass, idMap, external);
  else if (kept === 'connec' && connec) await keepConnec(pass, idMap, connec, external);
  else counts.toConnec.skipped += 1;
}

async function first(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject | undefined> {
  for await (const [record] of pages) if (record) return record;
  return undefined;
}

/** Contract 170, and only what changed. undefined: nothing did, or it may not go where it would. */
function chooseSide(
  pass: Pass,
  idMap: IdMapDraft,
  connec: JsonObject | undefined,
  external: JsonObject | undefined,
): 'connec' | 'external' | undefined {
  const { options } = pass.context;
  const connecNews =
    connec && (options.fullSync || hashToExternal(pass, connec, idMap) !== idMap.externalHash);
  const externalNews =
    external && (options.fullSync || fingerprint(mapToConnec(pass, external, idMap)) !== idMap.connecHash);
  const both = connecNews && externalNews;
  const newest = () =>
    winner(
      options,
      instantOf(connec?.updated_at),
      instantOf(external && pass.entity.updatedAtFromExternal(external)),
    );
  const side = both ? newest() : connecNews ? 'connec' : externalNews ? 'external' : undefined;
  if (both && idMap.id !== undefined) decide(idMap, pass.now(), `changed on both sides: ${side} is kept`);
  if (side === 'connec') return sendsToExternal(pass) ? side : undefined;
  return sendsToConnec(pass) ? side : undefined;
}

function hashToExternal(pass: Pass, connec: JsonObject, idMap: IdMapDraft): string {
  return fingerprint(mapToExternal(pass, unfolded(pass, connec).record, idMap));
}

const unfolded = (pass: Pass, connec: JsonObject) => unfold(connec, pass.references, pass.ours, pass.partIds);

async function keepExternal(pass: Pass, idMap: IdMapDraft, external: JsonObject): Promise<void> {
  const { entity } = pass;
  idMap.externalId = String(entity.idFromExternal(external));
  idMap.name = entity.nameFromExternal(external) ?? null;
  await lookUpPage(pass, 'toConnec', [{ record: external, idMap }]);
  const record = mapToConnec(pass, external, idMap);
  const updatedAt = instantOf(entity.updatedAtFromExternal(external));
  await pushToConnec(pass, [
    { idMap, external, record, whole: record, hash: fingerprint(record), updatedAt },
  ]);
}

async function keepConnec(
  pass: Pass,
  idMap: IdMapDraft,
  connec: JsonObject,
  external?: JsonObject,
): Promise<void> {
  const { entity } = pass;
  const { record, connecId, missing } = unfolded(pass, connec);
  idMap.connecId = connecId ?? null;
  idMap.name = entity.nameFromConnec(connec) ?? null;
  if (external) idMap.externalId = String(entity.idFromExternal(external));
  const [path] = missing;
  if (path !== undefined) {
    const reference = pass.references.find((candidate) => candidate.join('/') === path) ?? [];
    waits(idMap, pass.now(), unknownIds(connec, reference, pass.ours)[0] ?? '', path);
    pass.counts.toExternal.skipped += 1;
    return saveIdMaps(pass.database, [idMap], pass.now());
  }
  idMap.writeBackPending ||= idMap.lastPushToExternal === null && idMap.externalId !== null;
  await lookUpPage(pass, 'toExternal', [{ record, idMap }]);
  const mapped = mapToExternal(pass, record, idMap);
  const updatedAt = instantOf(connec.updated_at);
  await pushToExternal(pass, [{ idMap, connec, record, mapped, hash: fingerprint(mapped), updatedAt }]);
}
