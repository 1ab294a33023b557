import { messageOf, RecordNotFoundError, RunError } from './errors.ts';
import { covers, fingerprint } from './fingerprint.ts';
import { type IdMapDraft, saveIdMaps } from './id-maps.ts';
import { dateOf } from './instant.ts';
import { each } from './pages.ts';
import { mapToConnec, type Pass } from './pass.ts';
import { isBlank, type JsonObject } from './record.ts';
import { writeBack } from './write-back.ts';

/** A hub record on its way to the external application. */
export interface ToExternal {
  idMap: IdMapDraft;
  /** The hub's record, unfolded. */
  connec: JsonObject;
  mapped: JsonObject;
  hash: string;
  updatedAt: number | undefined;
}

/**
 * Writes a page, `entity.concurrency` records at a time; a failure stays with its record (contract 184). The ids
 * are saved before the hub is told of them, so that they are not lost with a hub that does not answer.
 */
export async function pushToExternal(pass: Pass, items: readonly ToExternal[]): Promise<void> {
  if (items.length === 0) return;
  try {
    await each(items, pass.entity.concurrency, (item) => write(pass, item));
  } finally {
    await saveIdMaps(
      pass.database,
      items.map((item) => item.idMap),
      pass.now(),
    );
  }
  await writeBack(
    pass,
    items.flatMap(({ idMap }) => (idMap.writeBackPending ? [idMap] : [])),
  );
}

async function write(pass: Pass, item: ToExternal): Promise<void> {
  try {
    if (item.idMap.externalId === null) await create(pass, item);
    else await update(pass, item, item.idMap.externalId);
  } catch (error) {
    if (error instanceof RunError) throw error;
    refuse(pass, item.idMap, error);
  }
}

async function create(pass: Pass, item: ToExternal): Promise<void> {
  const { entity, context } = pass;
  const created = await entity.createExternal(context, item.mapped);
  const id = idOfCreated(pass, created);
  pass.counts.toExternal.created += 1;
  if (id === undefined) return withhold(pass, item.idMap);
  settle(pass, item, created, true);
  item.idMap.externalId = id;
  item.idMap.writeBackPending = true;
}

async function update(pass: Pass, item: ToExternal, id: string): Promise<void> {
  const updated = await pass.entity.updateExternal(pass.context, item.mapped, id);
  pass.counts.toExternal.updated += 1;
  settle(pass, item, updated, false);
}

function settle(pass: Pass, item: ToExternal, answer: JsonObject | undefined, first: boolean): void {
  Object.assign(item.idMap, {
    externalHash: item.hash,
    connecHash: answer ? whatConnecHas(pass, item, answer, first) : item.idMap.connecHash,
    connecVersion: dateOf(item.updatedAt),
    externalVersion: answer ? dateOf(pass.entity.updatedAtFromExternal(answer)) : item.idMap.externalVersion,
    lastPushToExternal: pass.now(),
    message: null,
  } satisfies Partial<IdMapDraft>);
}

/**
 * The application's answer, as the hub would get it: when it comes back by a read or a webhook, it is our own
 * write. On first contact the application may add to a record (a number, a default): that has yet to travel.
 */
function whatConnecHas(pass: Pass, item: ToExternal, answer: JsonObject, first: boolean): string | null {
  try {
    const mapped = mapToConnec(pass, answer, item.idMap);
    const { opts: _opts, ...content } = mapped;
    return first && !covers(item.connec, content) ? null : fingerprint(mapped);
  } catch {
    return null; // Told when the record itself comes to be mapped.
  }
}

function idOfCreated(pass: Pass, created: JsonObject | undefined): string | undefined {
  try {
    const id = created && pass.entity.idFromExternal(created);
    return isBlank(id) ? undefined : String(id);
  } catch {
    return undefined;
  }
}

/** Created, but nobody knows under which id: creating it again would make it twice (improvement 1.7). */
function withhold(pass: Pass, idMap: IdMapDraft): void {
  idMap.toExternal = false;
  idMap.message = `Was created in ${pass.externalName}, which did not give its id: enter the id here, then switch it on again`;
  pass.context.log.error({ connecId: idMap.connecId }, 'created without an id');
}

function refuse(pass: Pass, idMap: IdMapDraft, error: unknown): void {
  pass.counts.toExternal.failed += 1;
  if (error instanceof RecordNotFoundError) {
    idMap.externalInactive = true;
    const when = pass.now().toISOString();
    idMap.message = `The ${idMap.externalEntity} record has been deleted in ${pass.externalName}. Last attempt to sync on ${when}`;
  } else {
    idMap.message = `${pass.externalName}: ${messageOf(error)}`.slice(0, 255);
  }
  pass.context.log.warn(
    { connecId: idMap.connecId, externalId: idMap.externalId },
    'external refused a record',
  );
}
