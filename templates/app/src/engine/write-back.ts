import type { BatchResult } from './connec-client.ts';
import type { IdMapDraft } from './id-maps.ts';
import { failed, postpone } from './outcome.ts';
import { type Pass, pageSize } from './pass.ts';
import type { JsonObject } from './record.ts';
import { idOf } from './references.ts';
import { savePage } from './save-page.ts';

/** Ids that the hub has yet to learn: ours of the record, and of its parts where there are new ones. */
export interface WriteBack {
  idMap: IdMapDraft;
  parts?: NewParts | undefined;
}

/** The ids of a record's parts, and the hash of the record they came with. */
export interface NewParts {
  ids: JsonObject;
  hash: string;
}

/**
 * The ids of parts are only known from an answer of the application: until the hub has them the record counts as
 * not written, so that it is written once more to have them again.
 */
export function owePartIds(idMap: IdMapDraft, now: Date): void {
  Object.assign(idMap, { externalHash: null, failedTo: 'external', dueAt: now });
}

/** Tells the hub our ids (contract 189). What it does not take stays pending, and is due again (improvement 1.8). */
export async function writeBack(pass: Pass, items: readonly WriteBack[]): Promise<void> {
  const told: IdMapDraft[] = [];
  try {
    await tellIds(pass, items, told);
  } finally {
    await savePage(pass, told);
  }
}

/** The same without saving them. @param told gets those that the hub has said something to. */
export async function tellIds(pass: Pass, items: readonly WriteBack[], told: IdMapDraft[]): Promise<void> {
  for (let start = 0; start < items.length; start += pageSize)
    told.push(...(await tell(pass, items.slice(start, start + pageSize))));
}

async function tell(pass: Pass, items: readonly WriteBack[]): Promise<IdMapDraft[]> {
  await pass.lease.check();
  const results = await pass.context.connec.batch(
    items.map(({ idMap, parts }) => ({
      method: 'put',
      resource: pass.resource,
      id: idMap.connecId ?? '',
      record: { ...parts?.ids, ...archived(idMap), id: [idOf(idMap.externalId ?? '', pass.ours)] },
    })),
  );
  items.forEach((item, i) => {
    const result = results[i];
    if (result?.record) taken(item);
    else refused(item, pass.now(), result);
  });
  return items.map(({ idMap }) => idMap);
}

/** Improvement 1.17. */
function archived({ externalInactive, metadata }: IdMapDraft): JsonObject {
  return externalInactive && JSON.parse(metadata).deleted ? { status: 'ARCHIVED' } : {};
}

function taken({ idMap, parts }: WriteBack): void {
  idMap.writeBackPending = false;
  if (parts) Object.assign(idMap, { externalHash: parts.hash, failedTo: null, failures: 0, message: null });
  if (idMap.failedTo !== null || idMap.waitingFor !== null) return;
  const { externalInactive, message } = idMap;
  const kept = externalInactive ? message : null;
  Object.assign(idMap, { dueAt: null, parkedAt: null, failures: 0, message: kept });
}

function refused({ idMap, parts }: WriteBack, now: Date, result: BatchResult | undefined): void {
  const { status = 0 } = result ?? {};
  const error = result && 'error' in result ? result.error : 'it did not answer';
  const reason = `Connec! did not take our id: ${error}`;
  const unanswered = status === 0 || status >= 500;
  if (parts) failed(idMap, now, 'external', reason, unanswered);
  else postpone(idMap, now, reason, unanswered);
}

/** One that the hub has refused is told again when it is due, not whenever the record comes by. */
export const mayBeTold = ({ writeBackPending, parkedAt, dueAt }: IdMapDraft, now: Date): boolean =>
  writeBackPending && parkedAt === null && (dueAt === null || dueAt <= now);
