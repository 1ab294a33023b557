import { randomUUID } from 'node:crypto';
import type { ExternalWrite } from './entity.ts';
import { messageOf, RecordError, RecordNotFoundError, RunError } from './errors.ts';
import { covers, fingerprint } from './fingerprint.ts';
import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { dateOf } from './instant.ts';
import { type Base, hashFields, hashFieldsOf } from './merge.ts';
import { failed, park, succeeded } from './outcome.ts';
import { each } from './pages.ts';
import { newPartIds } from './part-ids.ts';
import { mapToConnec, type Pass } from './pass.ts';
import { isBlank, type JsonObject } from './record.ts';
import { fold } from './references.ts';
import { type WriteBack, writeBack } from './write-back.ts';

/** A hub record on its way to the external application. */
export interface ToExternal {
  idMap: IdMapDraft;
  /** The hub's record as it came, and unfolded. */
  connec: JsonObject;
  record: JsonObject;
  mapped: JsonObject;
  hash: string;
  updatedAt: number | undefined;
}

/**
 * Writes a page; a failure stays with its record (contract 184). Every creation is noted before it is begun, and
 * the ids are saved before the hub is told of them: whatever is cut off in between is looked for first (attend.ts).
 */
export async function pushToExternal(pass: Pass, items: readonly ToExternal[]): Promise<void> {
  if (items.length === 0) return;
  const idMaps = items.map((item) => item.idMap);
  await noteCreations(pass, idMaps);
  const writeBacks: WriteBack[] = [];
  try {
    await write(pass, items, (item, answer) => {
      const body = settle(pass, item, answer);
      if (body || item.idMap.writeBackPending) writeBacks.push({ idMap: item.idMap, partIds: body });
    });
  } finally {
    await saveIdMaps(pass.database, idMaps, pass.now());
  }
  await writeBack(pass, writeBacks);
}

async function noteCreations(pass: Pass, idMaps: readonly IdMapDraft[]): Promise<void> {
  const created = idMaps.filter((idMap) => idMap.externalId === null);
  const now = pass.now();
  for (const idMap of created)
    Object.assign(idMap, { createKey: randomUUID(), createStartedAt: now, dueAt: now });
  await saveIdMaps(pass.database, created, now);
}

type Answer = JsonObject | Error | undefined;

async function write(
  pass: Pass,
  items: readonly ToExternal[],
  settleOne: (item: ToExternal, answer: Answer) => void,
): Promise<void> {
  const { entity, context } = pass;
  if (entity.writeExternal) {
    const answers = await entity.writeExternal(context, items.map(writeOf));
    for (const [i, item] of items.entries()) settleOne(item, answers[i]);
    return;
  }
  await each(items, entity.concurrency, async (item) => settleOne(item, await writeOne(pass, item)));
}

function writeOf({ idMap, mapped }: ToExternal): ExternalWrite {
  return idMap.externalId === null
    ? { record: mapped, key: idMap.createKey ?? '' }
    : { record: mapped, id: idMap.externalId };
}

async function writeOne({ entity, context }: Pass, { idMap, mapped }: ToExternal): Promise<Answer> {
  try {
    return idMap.externalId === null
      ? await entity.createExternal(context, mapped, idMap.createKey ?? '')
      : await entity.updateExternal(context, mapped, idMap.externalId);
  } catch (error) {
    if (error instanceof RunError) throw error;
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** @returns the ids of the record's parts that the hub has yet to learn. */
function settle(pass: Pass, item: ToExternal, answer: Answer): JsonObject | undefined {
  const { idMap } = item;
  if (answer instanceof Error) {
    refuse(pass, idMap, answer);
    return undefined;
  }
  const created = idMap.externalId === null;
  const id = created ? idOfCreated(pass, answer) : idMap.externalId;
  pass.counts.toExternal[created ? 'created' : 'updated'] += 1;
  if (isBlank(id)) {
    withhold(pass, idMap);
    return undefined;
  }
  const mappedBack = answer && mapBack(pass, answer, idMap);
  Object.assign(idMap, {
    externalId: String(id),
    writeBackPending: idMap.writeBackPending || (created && !pass.entity.sharedIdFromExternal),
    externalHash: item.hash,
    connecHash: answer ? whatConnecHas(item, mappedBack, created) : idMap.connecHash,
    baseFields: baseOf(pass, item, mappedBack),
    connecVersion: dateOf(item.updatedAt),
    externalVersion: answer ? dateOf(pass.entity.updatedAtFromExternal(answer)) : idMap.externalVersion,
    lastPushToExternal: pass.now(),
  } satisfies Partial<IdMapDraft>);
  succeeded(idMap, pass.now(), `${created ? 'created' : 'updated'} in ${pass.externalName}`);
  return mappedBack && pass.partIds.length > 0
    ? newPartIds(item.connec, fold(mappedBack, pass.partIds, pass.ours), pass.partIds, pass.ours)
    : undefined;
}

function mapBack(pass: Pass, answer: JsonObject, idMap: IdMapDraft): JsonObject | undefined {
  try {
    return mapToConnec(pass, answer, idMap);
  } catch {
    return undefined; // Told when the record itself comes to be mapped.
  }
}

/**
 * The application's answer, as the hub would get it: when it comes back by a read or a webhook, it is our own
 * write. On first contact the application may add to a record (a number, a default): that has yet to travel.
 */
function whatConnecHas(item: ToExternal, mapped: JsonObject | undefined, first: boolean): string | null {
  if (!mapped) return null;
  const { opts: _opts, ...content } = mapped;
  return first && !covers(item.record, content) ? null : fingerprint(mapped);
}

function baseOf(pass: Pass, { record, idMap }: ToExternal, mapped: JsonObject | undefined): string | null {
  if (pass.entity.conflicts !== 'merge' || !mapped) return idMap.baseFields;
  const external = hashFields(mapped);
  return JSON.stringify({ external, connec: hashFieldsOf(record, external) } satisfies Base);
}

function idOfCreated(pass: Pass, created: JsonObject | undefined): string | number | undefined {
  try {
    return created && pass.entity.idFromExternal(created);
  } catch {
    return undefined;
  }
}

/** Created, but nobody knows under which id: creating it again would make it twice (improvement 1.7). */
function withhold(pass: Pass, idMap: IdMapDraft): void {
  const reason = `Was created in ${pass.externalName}, which did not give its id: it is looked for when it is released`;
  failed(idMap, pass.now(), 'external', reason);
  park(idMap, pass.now());
  pass.context.log.error({ connecId: idMap.connecId }, 'created without an id');
}

function refuse(pass: Pass, idMap: IdMapDraft, error: Error): void {
  const { counts, context, externalName } = pass;
  counts.toExternal.failed += 1;
  context.log.warn({ connecId: idMap.connecId, externalId: idMap.externalId }, 'external refused a record');
  if (error instanceof RecordError) Object.assign(idMap, { createKey: null, createStartedAt: null });
  if (error instanceof RecordNotFoundError) {
    const when = pass.now().toISOString();
    const gone = `The ${idMap.externalEntity} record has been deleted in ${externalName}. Last attempt to sync on ${when}`;
    succeeded(idMap, pass.now(), gone);
    Object.assign(idMap, { externalInactive: true, message: gone.slice(0, 255) });
  } else failed(idMap, pass.now(), 'external', `${externalName}: ${messageOf(error)}`);
}
