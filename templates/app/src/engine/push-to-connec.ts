import type { BatchOperation, BatchResult } from './connec-client.ts';
import { covers, fingerprint } from './fingerprint.ts';
import { type IdMapDraft, removeTwins, saveIdMaps } from './id-maps.ts';
import { dateOf } from './instant.ts';
import { folded, mapToExternal, type Pass, unfolded } from './pass.ts';
import { isObject, type JsonObject } from './record.ts';
import { connecIdOf, idOf } from './references.ts';

/** An external record on its way to the hub. */
export interface ToConnec {
  idMap: IdMapDraft;
  external: JsonObject;
  /** Mapped, with plain ids. */
  record: JsonObject;
  hash: string;
  updatedAt: number | undefined;
}

/** Sends a page to the hub in one batch, and keeps on each id map what came of it (contract 178 to 181). */
export async function pushToConnec(pass: Pass, items: readonly ToConnec[]): Promise<void> {
  if (items.length === 0) return;
  const results = await pass.context.connec.batch(items.map((item) => operation(pass, item)));
  const acquainted: IdMapDraft[] = [];
  items.forEach((item, i) => {
    const first = item.idMap.connecId === null;
    settle(pass, item, results[i]);
    if (first && item.idMap.connecId !== null) acquainted.push(item.idMap);
  });
  await removeTwins(pass.database, pass.scope, acquainted);
  await saveIdMaps(
    pass.database,
    items.map((item) => item.idMap),
    pass.now(),
  );
}

/**
 * POST creates or updates, by our id. A record whose hub id we know while the hub has yet to learn ours goes by
 * PUT, which tells it: a POST would make it twice.
 */
function operation(pass: Pass, { idMap, record }: ToConnec): BatchOperation {
  const { entity } = pass;
  const body: JsonObject = { ...folded(pass, record), id: [idOf(idMap.externalId ?? '', pass.ours)] };
  if (idMap.writeBackPending && idMap.connecId !== null) {
    return { method: 'put', resource: entity.connecResource, id: idMap.connecId, record: body };
  }
  if (entity.matchingFields) {
    const opts = isObject(body.opts) ? body.opts : {};
    body.opts = { ...opts, matching_fields: entity.matchingFields.map((fields) => [...fields]) };
  }
  return { method: 'post', resource: entity.connecResource, record: body };
}

function settle(pass: Pass, item: ToConnec, result: BatchResult | undefined): void {
  const { idMap } = item;
  const answer = result?.record;
  const connecId = answer && connecIdOf(answer.id);
  if (!answer || !connecId) {
    refuse(pass, idMap, result);
    return;
  }

  const first = idMap.connecId === null;
  pass.counts.toConnec[result.status === 201 ? 'created' : first ? 'merged' : 'updated'] += 1;
  Object.assign(idMap, {
    connecId,
    connecHash: item.hash,
    externalHash: whatExternalHas(pass, { ...item, answer, first }),
    connecVersion: dateOf(answer.updated_at),
    externalVersion: dateOf(item.updatedAt),
    lastPushToConnec: pass.now(),
    writeBackPending: false,
    message: null,
  } satisfies Partial<IdMapDraft>);
}

/**
 * The hub's answer, as external would get it: when it comes back by a read or a notification, it is our own write.
 * On first contact the hub may know more than external does (it merged, it numbered): that has yet to travel.
 */
function whatExternalHas(pass: Pass, item: ToConnec & { answer: JsonObject; first: boolean }): string | null {
  try {
    const mapped = mapToExternal(pass, unfolded(pass, item.answer).record, item.idMap);
    return item.first && !covers(item.external, mapped) ? null : fingerprint(mapped);
  } catch {
    return null; // Told when the record itself comes to be mapped.
  }
}

function refuse(pass: Pass, idMap: IdMapDraft, result: BatchResult | undefined): void {
  const reason = result && 'error' in result ? result.error : 'the answer has no id';
  idMap.message = `Connec!: ${reason}`.slice(0, 255);
  pass.counts.toConnec.failed += 1;
  pass.context.log.warn({ externalId: idMap.externalId, status: result?.status }, 'Connec! refused a record');
}
