import type { BatchOperation, BatchResult } from './connec-client.ts';
import { covers, fingerprint } from './fingerprint.ts';
import { type IdMapDraft, removeTwins, saveIdMaps } from './id-maps.ts';
import { dateOf } from './instant.ts';
import { type Base, hashFields, hashFieldsOf } from './merge.ts';
import { failed, succeeded } from './outcome.ts';
import { mapToExternal, type Pass, pageSize } from './pass.ts';
import { isObject, type JsonObject } from './record.ts';
import { connecIdOf, fold, idOf, unfold } from './references.ts';

/** An external record on its way to the hub. */
export interface ToConnec {
  idMap: IdMapDraft;
  external: JsonObject;
  /** Mapped, with plain ids: what is sent of it. */
  record: JsonObject;
  /** All of it, and its hash: after a merge less is sent. */
  whole: JsonObject;
  hash: string;
  updatedAt: number | undefined;
}

/** Sends a page to the hub in one batch, and keeps on each id map what came of it (contract 178 to 181). */
export async function pushToConnec(pass: Pass, items: readonly ToConnec[]): Promise<void> {
  const size = Math.min(pass.context.options.batchSize ?? pageSize, pageSize);
  for (let start = 0; start < items.length; start += size)
    await sendBatch(pass, items.slice(start, start + size));
}

async function sendBatch(pass: Pass, items: readonly ToConnec[]): Promise<void> {
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
function operation(pass: Pass, item: ToConnec): BatchOperation {
  const { entity } = pass;
  const { idMap } = item;
  const paths = [...pass.references, ...pass.partIds];
  const body: JsonObject = {
    ...fold(withoutCurrency(pass, item), paths, pass.ours),
    id: [ownId(pass, item)],
  };
  if (idMap.writeBackPending && idMap.connecId !== null) {
    return { method: 'put', resource: entity.connecResource, id: idMap.connecId, record: body };
  }
  if (entity.matchingFields) {
    const opts = isObject(body.opts) ? body.opts : {};
    body.opts = { ...opts, matching_fields: entity.matchingFields.map((fields) => [...fields]) };
  }
  return { method: 'post', resource: entity.connecResource, record: body };
}

function ownId({ entity, ours }: Pass, { external, idMap }: ToConnec) {
  return idOf(entity.sharedIdFromExternal?.(external) ?? idMap.externalId ?? '', ours);
}

/** Contract 177. */
function withoutCurrency({ entity }: Pass, { record, idMap }: ToConnec): JsonObject {
  if (entity.currencyFields.length === 0 || !JSON.parse(idMap.metadata).ignoreCurrencyUpdate) return record;
  return Object.fromEntries(Object.entries(record).filter(([key]) => !entity.currencyFields.includes(key)));
}

function settle(pass: Pass, item: ToConnec, result: BatchResult | undefined): void {
  const { idMap } = item;
  const answer = result?.record;
  const connecId = answer && connecIdOf(answer.id);
  if (!answer || !connecId) {
    refuse(pass, idMap, result);
    return;
  }
  const outcome = result.status === 201 ? 'created' : idMap.connecId === null ? 'merged' : 'updated';
  pass.counts.toConnec[outcome] += 1;
  const seen = unfold(answer, pass.references, pass.ours, pass.partIds).record;
  Object.assign(idMap, {
    connecHash: item.hash,
    externalHash: whatExternalHas(pass, item, seen, outcome !== 'updated'),
    baseFields: baseOf(pass, item, seen),
    connecId,
    connecVersion: dateOf(answer.updated_at),
    externalVersion: dateOf(item.updatedAt),
    lastPushToConnec: pass.now(),
    writeBackPending: false,
  } satisfies Partial<IdMapDraft>);
  succeeded(idMap, pass.now(), `${outcome} in Connec!`);
}

/**
 * The hub's answer, as external would get it: when it comes back by a read or a notification, it is our own write.
 * Where the hub knows more than external (it merged, it numbered), that has yet to travel.
 */
function whatExternalHas(pass: Pass, item: ToConnec, answer: JsonObject, first: boolean): string | null {
  try {
    const mapped = mapToExternal(pass, answer, item.idMap);
    const compare = first || item.record !== item.whole;
    return compare && !covers(item.external, mapped) ? null : fingerprint(mapped);
  } catch {
    return null; // Told when the record itself comes to be mapped.
  }
}

function baseOf(pass: Pass, { whole }: ToConnec, answer: JsonObject): string | null {
  if (pass.entity.conflicts !== 'merge') return null;
  const external = hashFields(whole);
  return JSON.stringify({ external, connec: hashFieldsOf(answer, external) } satisfies Base);
}

function refuse(pass: Pass, idMap: IdMapDraft, result: BatchResult | undefined): void {
  const reason = result && 'error' in result ? result.error : 'the answer has no id';
  pass.counts.toConnec.failed += 1;
  failed(idMap, pass.now(), 'connec', `Connec!: ${reason}`);
  pass.context.log.warn({ externalId: idMap.externalId, status: result?.status }, 'Connec! refused a record');
}
