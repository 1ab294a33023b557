import { messageOf, RecordError, RecordNotFoundError } from './errors.ts';
import { covers, fingerprint } from './fingerprint.ts';
import { recordIsGone } from './gone.ts';
import type { IdMapDraft } from './id-maps.ts';
import { dateOf } from './instant.ts';
import { mapToConnec, mapToExternal } from './mapping.ts';
import { type Base, hashFields, hashFieldsOf } from './merge.ts';
import { failed, park, succeeded } from './outcome.ts';
import { mayHaveWritten } from './own-write.ts';
import { newPartIds, withPartIds } from './part-ids.ts';
import { type Pass, sendsToConnec } from './pass.ts';
import type { ToExternal } from './push-to-external.ts';
import { isBlank, type JsonObject } from './record.ts';
import { fold, unfold, without } from './references.ts';
import { shapeOf } from './shape.ts';
import { type NewParts, owePartIds } from './write-back.ts';
import type { Answer } from './write-to-external.ts';

/**
 * Keeps on the id map what came of a write.
 *
 * @param now the same for a page: what its rows have in common is given once (give-rows.ts).
 * @returns the ids of the record's parts that the hub has yet to learn.
 */
export function settleExternal(
  pass: Pass,
  item: ToExternal,
  answer: Answer,
  now: Date,
): NewParts | undefined {
  const { idMap } = item;
  if (answer instanceof Error) {
    refuse(pass, item, answer, now);
    return undefined;
  }
  const created = idMap.externalId === null;
  const unseen = idMap.begunWrites !== null;
  const contested = created || item.contested === true || unseen;
  const id = created ? idOfCreated(pass, answer) : idMap.externalId;
  pass.counts.toExternal[created ? 'created' : 'updated'] += 1;
  if (isBlank(id)) {
    withhold(pass, idMap, now);
    return undefined;
  }
  idMap.externalId = String(id);
  idMap.writeBackPending ||= created && !pass.entity.sharedIdFromExternal;
  const mappedBack = mapBack(pass, item, answer);
  Object.assign(idMap, {
    externalHash: hashOf(pass, item, created),
    connecHash: whatConnecHas(pass, item, mappedBack, contested),
    baseFields: baseOf(pass, item, mappedBack),
    connecVersion: dateOf(item.updatedAt),
    externalVersion: (answer && versionOf(pass, answer)) ?? idMap.externalVersion,
    lastPushToExternal: now,
  } satisfies Partial<IdMapDraft>);
  const { failures } = idMap;
  succeeded(idMap, now, `${created ? 'created' : 'updated'} in ${pass.externalName}`);
  // What external has added while its record was held to be our own write may be older than what is read from now on.
  if (unseen && !created && idMap.connecHash === null && sendsToConnec(pass))
    Object.assign(idMap, { failedTo: 'connec', dueAt: now } satisfies Partial<IdMapDraft>);
  const parts = answer && mappedBack && partsOf(pass, item, mappedBack);
  if (parts) {
    owePartIds(idMap, now);
    idMap.failures = failures;
  }
  return parts;
}

/** What the creation mapper adds is not in the record when it comes to be compared. */
function hashOf(pass: Pass, { record, idMap, hash }: ToExternal, created: boolean): string {
  return created && pass.entity.creationMapper ? (hashOfRecord(pass, record, idMap) ?? hash) : hash;
}

/** What an answer leaves out is as it was written: some applications only say the id, or nothing. */
function mapBack(
  pass: Pass,
  { mapped, idMap }: ToExternal,
  answer: JsonObject | undefined,
): JsonObject | undefined {
  try {
    return mapToConnec(pass, answer && saysAll(answer, mapped) ? answer : { ...mapped, ...answer }, idMap);
  } catch {
    return undefined; // Told when the record itself comes to be mapped.
  }
}

/** Most answers do, and need not be copied. */
function saysAll(answer: JsonObject, mapped: JsonObject): boolean {
  for (const key in mapped) if (!Object.hasOwn(answer, key)) return false;
  return true;
}

/**
 * The application's answer, as the hub would get it: when it comes back by a read or a webhook, it is our own
 * write. On first contact the application may add to a record (a number, a default): that has yet to travel. The
 * ids of parts do so by themselves.
 */
function whatConnecHas(
  { partIds }: Pass,
  { record }: ToExternal,
  mapped: JsonObject | undefined,
  news: boolean,
): string | null {
  if (!mapped) return null;
  const { opts: _opts, ...content } = without(mapped, partIds);
  return news && !covers(record, content) ? null : fingerprint(mapped);
}

function baseOf(pass: Pass, { record, idMap }: ToExternal, mapped: JsonObject | undefined): string | null {
  if (pass.entity.conflicts !== 'merge' || !mapped) return idMap.baseFields;
  const external = hashFields(mapped);
  return JSON.stringify({ external, connec: hashFieldsOf(record, external) } satisfies Base);
}

function versionOf({ entity }: Pass, answer: JsonObject): Date | null {
  try {
    return dateOf(entity.updatedAtFromExternal(answer));
  } catch {
    return null;
  }
}

function partsOf(pass: Pass, item: ToExternal, mappedBack: JsonObject): NewParts | undefined {
  if (pass.partIds.length === 0) return undefined;
  const { connec, idMap, hash } = item;
  const ids = newPartIds(connec, fold(mappedBack, pass.partIds, pass.ours), pass.partIds, pass.ours);
  return ids && { ids, hash: hashWith(pass, withPartIds(connec, ids, pass.partIds), idMap) ?? hash };
}

/** Once the hub has the ids of the parts they are in its record, and external has them already. */
function hashWith(pass: Pass, connec: JsonObject, idMap: IdMapDraft): string | undefined {
  return hashOfRecord(pass, unfold(connec, pass.references, pass.ours, pass.partIds).record, idMap);
}

function hashOfRecord(pass: Pass, record: JsonObject, idMap: IdMapDraft): string | undefined {
  try {
    return fingerprint(mapToExternal(pass, record, idMap));
  } catch {
    return undefined; // Told when the record itself comes to be mapped.
  }
}

function idOfCreated(pass: Pass, created: JsonObject | undefined): string | number | undefined {
  try {
    return created && pass.entity.idFromExternal(created);
  } catch {
    return undefined;
  }
}

/** Created, but nobody knows under which id: creating it again would make it twice (improvement 1.7). */
function withhold(pass: Pass, idMap: IdMapDraft, now: Date): void {
  const reason = `Was created in ${pass.externalName}, which did not give its id: it is looked for when it is released`;
  failed(idMap, now, 'external', reason);
  park(idMap, now);
  pass.context.log.error({ connecId: idMap.connecId }, 'created without an id');
}

function refuse(pass: Pass, { idMap, mapped, hash }: ToExternal, error: Error, now: Date): void {
  const { counts, context, externalName } = pass;
  counts.toExternal.failed += 1;
  const refused = error instanceof RecordError;
  context.log.warn({ connecId: idMap.connecId, externalId: idMap.externalId }, 'external refused a record');
  if (refused) Object.assign(idMap, { createKey: null, createStartedAt: null });
  else mayHaveWritten(idMap, { to: 'external', shape: shapeOf(mapped), hash });
  if (error instanceof RecordNotFoundError && idMap.externalId !== null) recordIsGone(pass, idMap);
  else failed(idMap, now, 'external', `${externalName}: ${messageOf(error)}`, !refused);
}
