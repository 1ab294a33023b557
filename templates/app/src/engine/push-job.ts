import { settleCreations } from './attend.ts';
import { changedInExternal } from './changed-in-external.ts';
import { partsOf } from './complex-entity.ts';
import type { Engine } from './engine.ts';
import { entityByEntity } from './entity-by-entity.ts';
import { fetchConnec, fetchExternal } from './fetch-both.ts';
import { newIdMap, readIdMaps } from './id-maps.ts';
import { withLease } from './lease.ts';
import { logOf } from './log.ts';
import { type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';
import { reasonNotTo, type Skipped } from './synchronize.ts';
import { synchronizeFew } from './synchronize-few.ts';
import { traced } from './trace.ts';
import { withHooks } from './with-hooks.ts';

/** Records of the application by external name, as `externalName` says it, in any case. */
export type ExternalRecords = Readonly<Record<string, readonly JsonObject[]>>;

/** Their ids, in the same way. */
export type ExternalIds = Readonly<Record<string, readonly string[]>>;

/**
 * Sends records of the external application to the hub apart from a synchronization: what a webhook of the
 * application brought (contract 209 to 212). A record that fails is noted on its id map, and comes with a later run.
 *
 * Nothing is kept of what could not be begun: `storeExternalEvent` puts records into the inbox, from where they come
 * here until they are dealt with.
 *
 * @param ids of records that are read first; of one that is gone that is noted.
 * @returns 'busy' while a run holds the organization, or why nothing travels for it; nothing was sent then.
 * @throws {Error} when an entity has failed, after all the others: the same records may be sent again.
 */
export async function pushRecordsToConnec(
  engine: Engine,
  organizationId: number,
  records: ExternalRecords = {},
  ids: ExternalIds = {},
): Promise<'done' | Skipped> {
  const organization = await engine.database.organization.findUnique({ where: { id: organizationId } });
  if (!organization) return 'unknown';
  const why = reasonNotTo(organization);
  if (why) return why;
  warnOfUnknown(engine, { ...records, ...ids }, logOf(engine.log, organization));
  return withLease(engine, organizationId, async (lease) => {
    const changed = reasonNotTo(lease.organization);
    if (changed) return changed;
    await entityByEntity(engine, lease, (key, passes) => sendAll(key, passes, records, ids));
    return 'done' as const;
  });
}

async function sendAll(
  entity: string,
  passes: readonly Pass[],
  records: ExternalRecords,
  ids: ExternalIds,
): Promise<void> {
  const sent = passes.filter(sendsToConnec).flatMap((pass) => {
    const wanted = { pass, records: named(pass, records), ids: [...new Set(named(pass, ids))] };
    return wanted.records.length + wanted.ids.length > 0 ? [wanted] : [];
  });
  const working = sent.map(({ pass }) => pass);
  const [first] = working;
  if (!first) return;
  await traced(first, { type: 'entity', entity }, () =>
    withHooks(working, async () => {
      for (const wanted of sent) await send(wanted);
    }),
  );
  first.context.log.info({ counts: first.counts.toConnec }, 'records sent to Connec!');
}

const named = <Value>({ entity }: Pass, values: Readonly<Record<string, readonly Value[]>>): Value[] =>
  Object.entries(values).flatMap(([name, some]) => (isNameOf(entity.externalName, name) ? some : []));

interface Wanted {
  pass: Pass;
  records: readonly JsonObject[];
  ids: readonly string[];
}

/** A record may be one that a run cut off has created: that is settled first, or it would be taken for a new one. */
async function send({ pass, records, ids }: Wanted): Promise<void> {
  await settleCreations(pass);
  for (const page of inPages(records)) await sendPage(pass, page);
  for (const page of inPages(ids)) await sendPage(pass, await read(pass, page));
}

function sendPage(pass: Pass, external: JsonObject[]): Promise<void> {
  const page = { type: 'page', from: 'external', records: external.length } as const;
  return traced(pass, page, () => sendSome(pass, external));
}

async function sendSome(pass: Pass, external: JsonObject[]): Promise<void> {
  // Only of what really changed the hub's record is fetched: it may have been edited since it was last read.
  if (!sendsToExternal(pass)) return synchronizeFew(pass, { connec: [], external });
  const { changed, unsettled } = await changedInExternal(pass, external);
  const sent = external.filter((record) => !unsettled.has(record));
  await synchronizeFew(pass, { connec: await fetchConnec(pass, changed), external: sent });
}

/** A record that cannot be read is noted, known or not: it comes with a later run. */
async function read(pass: Pass, ids: readonly string[]): Promise<JsonObject[]> {
  const { byExternalId } = await readIdMaps(pass.database, pass.scope, { externalIds: [...ids] });
  const idMaps = ids.map(
    (externalId) => byExternalId.get(externalId) ?? { ...newIdMap(pass.scope), externalId },
  );
  return fetchExternal(pass, idMaps, 'connec');
}

function* inPages<Value>(values: readonly Value[]): Iterable<Value[]> {
  for (let start = 0; start < values.length; start += pageSize) yield values.slice(start, start + pageSize);
}

function warnOfUnknown(engine: Engine, records: object, log: Engine['log']): void {
  const names = engine.external.entities.flatMap(partsOf).map(({ externalName }) => externalName);
  for (const name of Object.keys(records)) {
    if (!names.some((known) => isNameOf(known, name))) log.warn({ name }, 'no entity has this external name');
  }
}

const isNameOf = (known: string, name: string) => known.toLowerCase() === name.toLowerCase();
