import { type Claim, claimConnecIds } from './claim.ts';
import type { BatchOperation, BatchResult } from './connec-client.ts';
import { fingerprint } from './fingerprint.ts';
import type { IdMapDraft } from './id-maps.ts';
import { forgetLookedUp } from './look-up.ts';
import { looksUp, lookUpMore } from './mapping.ts';
import { type Pass, pageSize, sendsToExternal } from './pass.ts';
import { isObject, type JsonObject } from './record.ts';
import { connecIdOf, fold, idOf, unfold } from './references.ts';
import { savePage } from './save-page.ts';
import { settleConnec } from './settle-connec.ts';
import { noteUnmatched } from './unmatched.ts';
import { closeWritePage, openWritePage, type WritePage } from './write-pages.ts';

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
  /** The hub has changed it too, or nobody has looked whether it has. */
  contested?: boolean;
}

/**
 * By what a record is known again that was sent, and whose outcome nobody has seen. The hub takes `opts`, and does not
 * keep them. What a merge sends is not known again: it says nothing of the fields that the hub has changed.
 */
export function sentToConnec({
  record,
  whole,
  hash,
}: ToConnec): { sent: JsonObject; hash: string } | undefined {
  if (record !== whole) return undefined;
  if (record.opts === undefined) return { sent: record, hash };
  const { opts: _opts, ...sent } = record;
  return { sent, hash: fingerprint(sent) };
}

/**
 * Sends records to the hub, so many in a batch, and keeps on each id map what came of it (contract 178 to 181). They
 * are saved together: what is sent twice after a crash is known by our id.
 *
 * @returns the records as the hub has them now, by hub id.
 */
export async function pushToConnec(pass: Pass, items: readonly ToConnec[]): Promise<Map<string, JsonObject>> {
  const wanted = pass.context.options.batchSize ?? pageSize;
  const size = Math.max(1, Math.min(wanted, pageSize));
  const settled: IdMapDraft[] = [];
  const save = async () => void (await savePage(pass, settled.splice(0), { last: true }));
  const answers = new Map<string, JsonObject>();
  const page = await openPage(pass, items);
  try {
    for (let start = 0; start < items.length; start += size) {
      const batch = items.slice(start, start + size);
      const results = await sendBatch(pass, batch, save);
      settled.push(...batch.map(({ idMap }) => idMap));
      for (const { record } of results) if (record) answers.set(connecIdOf(record.id) ?? '', record);
    }
  } finally {
    await save();
  }
  if (page) await closeWritePage(pass, page);
  return answers;
}

/** Where the hub's own edits are not read, nothing is gained by noting what is sent. */
function openPage(pass: Pass, items: readonly ToConnec[]): Promise<WritePage> | undefined {
  if (!sendsToExternal(pass)) return undefined;
  const noted = items.flatMap((item) => {
    const sent = sentToConnec(item);
    return sent ? [{ idMap: item.idMap, ...sent }] : [];
  });
  return noted.length > 0 ? openWritePage(pass, 'connec', noted) : undefined;
}

/** @param save what was settled so far: a claim on what the hub had already is checked against the database. */
async function sendBatch(
  pass: Pass,
  items: readonly ToConnec[],
  save: () => Promise<void>,
): Promise<BatchResult[]> {
  await pass.lease.check();
  const results = await pass.context.connec.batch(items.map((item) => operation(pass, item)));
  const claims = claimsOf(items, results);
  if (claims.some(({ isNew }) => !isNew)) await save();
  const elsewhere = await claimConnecIds(pass, claims);
  if (looksUp(pass)) await lookUpMore(pass, 'toExternal', answersOf(pass, items, results));
  const now = pass.now();
  items.forEach((item, i) => {
    settleConnec(pass, item, results[i], elsewhere.has(item.idMap), now);
    noteUnmatched(pass, item.idMap, item.whole);
  });
  forgetLookedUp(
    pass,
    items.map(({ idMap }) => idMap.connecId),
  );
  return results;
}

/** The id maps that this batch has given a hub record, or another one than before. */
function claimsOf(items: readonly ToConnec[], results: readonly BatchResult[]): Claim[] {
  return items.flatMap(({ idMap }, i) => {
    const { status, record } = results[i] ?? {};
    const connecId = connecIdOf(record?.id);
    if (connecId === undefined || connecId === idMap.connecId) return [];
    return [{ idMap, connecId, isNew: status === 201 }];
  });
}

function answersOf(pass: Pass, items: readonly ToConnec[], results: readonly BatchResult[]) {
  return items.flatMap(({ idMap }, i) => {
    const answer = results[i]?.record;
    if (!answer) return [];
    const { record, connecId } = unfold(answer, pass.references, pass.ours, pass.partIds);
    return [{ idMap, record, connecId }];
  });
}

/**
 * POST creates or updates, by our id. A record whose hub id we know while the hub has yet to learn ours goes by
 * PUT, which tells it: a POST would make it twice.
 */
function operation(pass: Pass, item: ToConnec): BatchOperation {
  const { entity } = pass;
  const { idMap } = item;
  const paths = [...pass.references, ...pass.partIds];
  const body: JsonObject = { ...fold(item.record, paths, pass.ours), id: [ownId(pass, item)] };
  if (idMap.writeBackPending && idMap.connecId !== null) {
    return { method: 'put', resource: pass.resource, id: idMap.connecId, record: body };
  }
  if (entity.matchingFields) {
    const opts = isObject(body.opts) ? body.opts : {};
    body.opts = { ...opts, matching_fields: entity.matchingFields.map((fields) => [...fields]) };
  }
  return { method: 'post', resource: pass.resource, record: body };
}

function ownId({ entity, ours }: Pass, { external, idMap }: ToConnec) {
  return idOf(entity.sharedIdFromExternal?.(external) ?? idMap.externalId ?? '', ours);
}
