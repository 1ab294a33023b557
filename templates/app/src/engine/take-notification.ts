import { noChanges, noteConnecChanges } from './connec-changes.ts';
import { connect } from './connection.ts';
import type { InboxMessage, Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError, messageOf, RunError, UnauthorizedError } from './errors.ts';
import { type Lease, withLease } from './lease.ts';
import { logOf } from './log.ts';
import { type Notified, recordsFor } from './notification.ts';
import { pauseOrganization } from './organization.ts';
import { each } from './pages.ts';
import { createPasses, type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';
import { reasonNotTo } from './synchronize.ts';
import { synchronizeFew } from './synchronize-few.ts';
import { synchronizeSingleton } from './synchronize-singleton.ts';

/**
 * Takes what the hub has notified one group of to the external application (contract 221, 222). A record that fails
 * is noted on its id map, and the others go on.
 *
 * @throws {Error} when an entity, or the whole of it, has failed: what was written is not written again.
 */
export async function takeNotification(
  engine: Engine,
  { tenant, group, body }: InboxMessage,
): Promise<'done' | 'busy' | 'ignored'> {
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
    await writeAll(engine, body as Notified, lease);
    return 'done';
  });
}

const isSynchronized = (organization: Organization) => reasonNotTo(organization) === undefined;

/** Every entity that has the resource (improvement 3.7); one that fails leaves the others alone. */
async function writeAll(engine: Engine, notified: Notified, lease: Lease): Promise<void> {
  const { organization } = lease;
  const shared = {
    connec: engine.connecClient(organization),
    external: engine.external.client(connect(engine, organization)),
    options: {},
    lease,
    log: logOf(engine.log, organization),
  };
  const failures: unknown[] = [];
  for (const pass of engine.external.entities.flatMap((it) =>
    createPasses(engine, organization, it, shared),
  )) {
    const records = recordsFor(pass.entity, notified);
    if (records.length === 0 || !sendsToExternal(pass)) continue;
    try {
      await write(pass, records);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      if (error instanceof UnauthorizedError)
        return pauseOrganization(engine.database, lease, messageOf(error));
      failures.push(error);
      if (error instanceof RunError) break;
    }
  }
  if (failures.length > 1) throw new AggregateError(failures, failures.map(messageOf).join('; '));
  if (failures.length === 1) throw failures[0];
}

async function write(pass: Pass, records: readonly JsonObject[]): Promise<void> {
  const { entity, context } = pass;
  await entity.beforeSync(context);
  if (entity.singleton) await synchronizeSingleton(pass);
  else
    for (let start = 0; start < records.length; start += pageSize)
      await writeSome(pass, records.slice(start, start + pageSize));
  await entity.afterSync(context);
  context.log.info({ counts: pass.counts.toExternal }, 'notification dealt with');
}

/** Only of what really changed the external record is fetched: it may have been edited since it was last read. */
async function writeSome(pass: Pass, connec: JsonObject[]): Promise<void> {
  const { entity, context } = pass;
  const changes = noChanges();
  const external: JsonObject[] = [];
  if (sendsToConnec(pass)) await noteConnecChanges(pass, connec, changes);
  await each([...changes.byExternalId.keys()], entity.concurrency, async (id) => {
    const record = await entity.getExternal(context, id);
    if (record) external.push(record);
  });
  await synchronizeFew(pass, { connec, external });
}
