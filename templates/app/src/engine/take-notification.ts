import { type ConnecCandidate, meetConnecRecords } from './connec-candidates.ts';
import { noChanges, noteConnecChanges } from './connec-changes.ts';
import type { InboxMessage, Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { entityByEntity } from './entity-by-entity.ts';
import { fetchExternal } from './fetch-both.ts';
import { readIdMaps } from './id-maps.ts';
import { withLease } from './lease.ts';
import { reasonNotToWrite } from './may-be-written.ts';
import { type Notified, recordsFor } from './notification.ts';
import { lookSize, type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import { isOutdated, readAnew } from './read-anew.ts';
import type { JsonObject } from './record.ts';
import { reasonNotTo } from './synchronize.ts';
import { synchronizeEntity } from './synchronize-entity.ts';
import { synchronizeFew } from './synchronize-few.ts';
import { synchronizeSingleton } from './synchronize-singleton.ts';
import { traced } from './trace.ts';
import { mayHaveTwins } from './unmatched.ts';
import { readWatermarks } from './watermark.ts';
import { withHooks } from './with-hooks.ts';

/**
 * Takes what the hub has notified one group of to the external application (contract 221, 222). A record that fails
 * is noted on its id map, and the others go on.
 *
 * @throws {Error} when an entity, or the whole of it, has failed: what was written is not written again.
 */
export async function takeNotification(
  engine: Engine,
  message: InboxMessage,
): Promise<'done' | 'busy' | 'ignored'> {
  const { tenant, group, body } = message;
  const isStale = isOutdated(message, engine.now());
  const organization =
    group === null
      ? null
      : await engine.database.organization.findUnique({ where: { uid_tenant: { uid: group, tenant } } });
  if (!organization || !isSynchronized(organization)) {
    engine.log.info({ organization: group, tenant }, 'notified of an organization that is not synchronized');
    return 'ignored';
  }
  return withLease(engine, organization.id, async (lease) => {
    if (!isSynchronized(lease.organization)) return 'ignored';
    await entityByEntity(engine, lease, (key, passes) => take(key, passes, body as Notified, isStale));
    return 'done';
  });
}

const isSynchronized = (organization: Organization) => reasonNotTo(organization) === undefined;

/**
 * Every entity that has the resource (improvement 3.7). External may have a record too that it does not know to be in
 * the hub: creating it there would make it twice. So the entity is brought up to date, and before the first run has
 * done that such a record is left to it.
 */
async function take(
  key: string,
  passes: readonly Pass[],
  notified: Notified,
  isStale: boolean,
): Promise<void> {
  const told: Told[] = [];
  for (const pass of passes.filter(sendsToExternal)) {
    const all = recordsFor(pass.entity, notified);
    // A singleton is read whole in any case.
    const records = isStale && !pass.entity.singleton ? await readAnew(pass, all) : all;
    if (records.length > 0) told.push(await sort(pass, records));
  }
  const [first] = passes;
  if (!first || told.length === 0) return;
  await traced(first, { type: 'entity', entity: key }, async () => {
    if (told.some(({ hasNew }) => hasNew) && (await hasRun(key, first))) await synchronizeEntity(key, passes);
    else await writeAll(told);
  });
  first.context.log.info({ counts: first.counts.toExternal }, 'notification dealt with');
}

/** What a part of an entity was told of; without the records that external may have too. */
interface Told {
  pass: Pass;
  records: JsonObject[];
  hasNew: boolean;
}

async function sort(pass: Pass, records: JsonObject[]): Promise<Told> {
  if (!mayHaveTwins(pass)) return { pass, records, hasNew: false };
  const created = new Set<JsonObject>();
  for (let start = 0; start < records.length; start += lookSize) {
    const { candidates } = await meetConnecRecords(pass, records.slice(start, start + lookSize));
    for (const candidate of candidates) if (isNew(pass, candidate)) created.add(candidate.connec);
  }
  return { pass, records: records.filter((record) => !created.has(record)), hasNew: created.size > 0 };
}

const isNew = (pass: Pass, candidate: ConnecCandidate) =>
  candidate.externalId === undefined && !reasonNotToWrite(pass, candidate);

async function hasRun(key: string, { database, context }: Pass): Promise<boolean> {
  const { connec, external } = await readWatermarks(database, context.organization.id, key);
  return connec !== undefined && external !== undefined;
}

async function writeAll(told: readonly Told[]): Promise<void> {
  const passes = told.flatMap(({ pass, records }) => (records.length > 0 ? [pass] : []));
  await withHooks(passes, async () => {
    for (const { pass, records } of told) {
      if (pass.entity.singleton) await synchronizeSingleton(pass);
      else
        for (let start = 0; start < records.length; start += pageSize)
          await writePage(pass, records.slice(start, start + pageSize));
    }
  });
}

function writePage(pass: Pass, connec: JsonObject[]): Promise<void> {
  const page = { type: 'page', from: 'connec', records: connec.length } as const;
  return traced(pass, page, () => writeSome(pass, connec));
}

/** Only of what really changed the external record is fetched: it may have been edited since it was last read. */
async function writeSome(pass: Pass, connec: JsonObject[]): Promise<void> {
  if (!sendsToConnec(pass)) return synchronizeFew(pass, { connec, external: [] });
  const changes = noChanges();
  await noteConnecChanges(pass, connec, changes);
  const { byExternalId } = await readIdMaps(pass.database, pass.scope, {
    externalIds: [...changes.byExternalId.keys()],
  });
  await synchronizeFew(pass, { connec, external: await fetchExternal(pass, [...byExternalId.values()]) });
}
