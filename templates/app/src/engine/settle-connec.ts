import type { BatchResult } from './connec-client.ts';
import { covers, fingerprint } from './fingerprint.ts';
import type { IdMapDraft } from './id-maps.ts';
import { dateOf } from './instant.ts';
import { mapToConnec, mapToExternal } from './mapping.ts';
import { type Base, changedFields, hashFields, hashFieldsOf } from './merge.ts';
import { failed, park, succeeded } from './outcome.ts';
import { mayHaveWritten } from './own-write.ts';
import { type Pass, sendsToExternal } from './pass.ts';
import { sentToConnec, type ToConnec } from './push-to-connec.ts';
import type { JsonObject } from './record.ts';
import { connecIdOf, unfold } from './references.ts';
import { shapeOf } from './shape.ts';

/**
 * Keeps on the id map what came of sending a record to the hub (contract 180, 181).
 *
 * @param now the same for a page: what its rows have in common is given once (give-rows.ts).
 */
export function settleConnec(
  pass: Pass,
  item: ToConnec,
  result: BatchResult | undefined,
  elsewhere: boolean,
  now: Date,
): void {
  const { idMap } = item;
  const answer = result?.record;
  const connecId = answer && connecIdOf(answer.id);
  if (!answer || !connecId) refuse(pass, item, result, now);
  else if (elsewhere) leaveToPerson(pass, idMap, now);
  else accept(pass, item, answer, connecId, result.status, now);
}

function accept(
  pass: Pass,
  item: ToConnec,
  answer: JsonObject,
  connecId: string,
  status: number,
  now: Date,
): void {
  const { idMap } = item;
  const outcome = status === 201 ? 'created' : idMap.connecId === null ? 'merged' : 'updated';
  pass.counts.toConnec[outcome] += 1;
  const seen = unfold(answer, pass.references, pass.ours, pass.partIds).record;
  const first = idMap.connecId === null;
  // Where a write was begun before, its conflict may have been settled, and what was left to do for it forgotten.
  const contested = item.contested === true || idMap.begunWrites !== null;
  idMap.connecId = connecId;
  Object.assign(idMap, {
    connecHash: hashOf(pass, item, first),
    externalHash: whatExternalHas(pass, item, seen, contested || outcome !== 'updated'),
    baseFields: baseOf(pass, item, seen),
    connecVersion: dateOf(answer.updated_at),
    externalVersion: dateOf(item.updatedAt) ?? idMap.externalVersion,
    lastPushToConnec: now,
    writeBackPending: false,
  } satisfies Partial<IdMapDraft>);
  succeeded(idMap, now, `${outcome} in Connec!`);
  // Where this has changed nothing in the hub, reading what changed does not bring the record: it is asked for.
  if (contested && idMap.externalHash === null && sendsToExternal(pass))
    Object.assign(idMap, { failedTo: 'external', dueAt: now } satisfies Partial<IdMapDraft>);
}

/** What the creation mapper adds is not in the record when it comes to be compared. */
function hashOf(pass: Pass, { external, idMap, hash }: ToConnec, first: boolean): string {
  if (!first || !pass.entity.creationMapper) return hash;
  try {
    return fingerprint(mapToConnec(pass, external, idMap));
  } catch {
    return hash; // Told when the record itself comes to be mapped.
  }
}

/**
 * The hub's answer, as external would get it: when it comes back by a read or a notification, it is our own write.
 * Where the hub knows more than external (it merged, it numbered, it emptied a field, it was changed too), that has
 * yet to travel.
 */
function whatExternalHas(pass: Pass, item: ToConnec, answer: JsonObject, news: boolean): string | null {
  try {
    const mapped = mapToExternal(pass, answer, item.idMap);
    const merged = item.record !== item.whole;
    if ((news || merged) && !covers(item.external, mapped)) return null;
    return merged && !holds(answer, item.whole) ? null : fingerprint(mapped);
  } catch {
    return null; // Told when the record itself comes to be mapped.
  }
}

/** Whether the hub has exactly these fields, blank ones too. */
function holds(answer: JsonObject, whole: JsonObject): boolean {
  const fields = hashFields(whole);
  return changedFields(hashFieldsOf(answer, fields), fields).length === 0;
}

function baseOf(pass: Pass, { whole }: ToConnec, answer: JsonObject): string | null {
  if (pass.entity.conflicts !== 'merge') return null;
  const external = hashFields(whole);
  return JSON.stringify({ external, connec: hashFieldsOf(answer, external) } satisfies Base);
}

function refuse(pass: Pass, item: ToConnec, result: BatchResult | undefined, now: Date): void {
  const { idMap } = item;
  const reason = result && 'error' in result ? result.error : 'the answer has no id';
  const { status = 0 } = result ?? {};
  pass.counts.toConnec.failed += 1;
  const isUnanswered = status === 0 || status >= 500;
  if (isUnanswered) noteUnseen(item);
  failed(idMap, now, 'connec', `Connec!: ${reason}`, isUnanswered);
  pass.context.log.warn({ externalId: idMap.externalId, status }, 'Connec! refused a record');
}

function noteUnseen(item: ToConnec): void {
  const sent = sentToConnec(item);
  if (sent) mayHaveWritten(item.idMap, { to: 'connec', shape: shapeOf(sent.sent), hash: sent.hash });
}

/** Two external records that the hub holds to be one: only a person can tell which of them is meant. */
function leaveToPerson(pass: Pass, idMap: IdMapDraft, now: Date): void {
  const { externalName, counts, context } = pass;
  counts.toConnec.failed += 1;
  failed(
    idMap,
    now,
    'connec',
    `Connec! holds it as the same record as another one of ${externalName}: remove one of them, or change what makes them alike`,
  );
  park(idMap, now);
  context.log.warn({ externalId: idMap.externalId }, 'the hub record belongs to another external record');
}
