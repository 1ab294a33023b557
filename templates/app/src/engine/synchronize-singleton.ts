import { winner } from './conflict.ts';
import { isUnanswered, messageOf, RunError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { type IdMapDraft, newIdMap } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { lookUpPage, mapToConnec, mapToExternal } from './mapping.ts';
import { decide, failed, waits } from './outcome.ts';
import { isOwnWrite } from './own-write.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import { pushToConnec } from './push-to-connec.ts';
import { pushToExternal } from './push-to-external.ts';
import type { JsonObject } from './record.ts';
import { ownIdsOf, type Unfolded, unfold, unknownIds } from './references.ts';
import { savePage } from './save-page.ts';

/** The hub's record as it came, and unfolded; and external's. Either may be missing. */
interface Both {
  idMap: IdMapDraft;
  connec: (Unfolded & { raw: JsonObject }) | undefined;
  external: JsonObject | undefined;
}

/**
 * The one record of an organization that is neither listed nor found by an id: its company (contract 168 to 174).
 * Both sides are read whole; what changed goes to the other side, and where both did the newest wins.
 */
export async function synchronizeSingleton(pass: Pass): Promise<void> {
  const both = await read(pass);
  if (!both) return;
  try {
    const kept = await chooseSide(pass, both);
    if (kept === 'external') await keepExternal(pass, both);
    else if (kept === 'connec') await keepConnec(pass, both);
    else pass.counts.toConnec.skipped += 1;
  } catch (error) {
    if (error instanceof RunError) throw error;
    pass.counts.toConnec.failed += 1;
    failed(both.idMap, pass.now(), 'connec', messageOf(error), isUnanswered(error));
    await savePage(pass, [both.idMap]);
  }
}

async function read(pass: Pass): Promise<Both | undefined> {
  const { entity, context, counts } = pass;
  const raw = sendsToExternal(pass) ? await first(context.connec.pages(entity.connecResource)) : undefined;
  const external = entity.canReadExternal ? await first(entity.listExternal(context, {})) : undefined;
  counts.toExternal.fetched += raw ? 1 : 0;
  counts.toConnec.fetched += external ? 1 : 0;
  if (!raw && !external) return undefined;
  const idMap = (await pass.database.idMap.findFirst({ where: { ...pass.scope } })) ?? newIdMap(pass.scope);
  const connec = raw && { ...unfold(raw, pass.references, pass.ours, pass.partIds), raw };
  if (connec) idMap.connecId = connec.connecId ?? null;
  if (external) idMap.externalId = String(entity.idFromExternal(external));
  return { idMap, connec, external };
}

async function first(pages: AsyncIterable<JsonObject[]>): Promise<JsonObject | undefined> {
  for await (const [record] of pages) if (record) return record;
  return undefined;
}

/** Contract 170, and only what changed. undefined: nothing did, or it may not go where it would. */
async function chooseSide(
  pass: Pass,
  { idMap, connec, external }: Both,
): Promise<'connec' | 'external' | undefined> {
  const { options } = pass.context;
  await lookUpPage(pass, 'toExternal', connec ? [{ record: connec.record, idMap }] : []);
  const connecNews =
    connec &&
    !(sendsToConnec(pass) && isOwnWrite(idMap, 'connec', connec.record)) &&
    (options.fullSync || fingerprint(mapToExternal(pass, connec.record, idMap)) !== idMap.externalHash);
  await lookUpPage(pass, 'toConnec', external ? [{ record: external, idMap }] : []);
  const externalNews =
    external &&
    sendsToConnec(pass) &&
    !(sendsToExternal(pass) && isOwnWrite(idMap, 'external', external)) &&
    (options.fullSync || fingerprint(mapToConnec(pass, external, idMap)) !== idMap.connecHash);
  if (!connecNews || !externalNews) return connecNews ? 'connec' : externalNews ? 'external' : undefined;
  const updatedAt = instantOf(pass.entity.updatedAtFromExternal(external));
  const side = winner(options, instantOf(connec.raw.updated_at), updatedAt);
  pass.counts[side === 'external' ? 'toConnec' : 'toExternal'].conflicts += idMap.id === undefined ? 0 : 1;
  decide(idMap, pass.now(), `changed on both sides: ${side} is kept`);
  return side;
}

async function keepExternal(pass: Pass, { idMap, external }: Both): Promise<void> {
  if (!external) return;
  const { entity } = pass;
  idMap.name = entity.nameFromExternal(external) ?? null;
  const record = mapToConnec(pass, external, idMap);
  const updatedAt = instantOf(entity.updatedAtFromExternal(external));
  await pushToConnec(pass, [
    { idMap, external, record, whole: record, hash: fingerprint(record), updatedAt },
  ]);
}

async function keepConnec(pass: Pass, { idMap, connec }: Both): Promise<void> {
  if (!connec || idMap.createKey !== null) return;
  const { record, raw, missing } = connec;
  idMap.name = pass.entity.nameFromConnec(raw) ?? null;
  const [path] = missing;
  if (path !== undefined) {
    const reference = pass.references.find((candidate) => candidate.join('/') === path) ?? [];
    waits(idMap, pass.now(), unknownIds(raw, reference, pass.ours)[0] ?? '', path);
    pass.counts.toExternal.skipped += 1;
    await savePage(pass, [idMap]);
    return;
  }
  const { externalId } = idMap;
  idMap.writeBackPending ||= externalId !== null && !ownIdsOf(raw.id, pass.ours).includes(externalId);
  await lookUpPage(pass, 'toExternal', [{ record, idMap }]);
  const mapped = mapToExternal(pass, record, idMap);
  const updatedAt = instantOf(raw.updated_at);
  await pushToExternal(pass, [{ idMap, connec: raw, record, mapped, hash: fingerprint(mapped), updatedAt }]);
}
