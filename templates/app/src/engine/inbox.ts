import { noChanges, noteConnecChanges } from './connec-changes.ts';
import { connect } from './connection.ts';
import type { InboxMessage, Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError, messageOf, RunError, UnauthorizedError } from './errors.ts';
import { type Lease, withLease } from './lease.ts';
import { logOf } from './log.ts';
import { byGroup, type Notified, recordsFor } from './notification.ts';
import { pauseOrganization } from './organization.ts';
import { each } from './pages.ts';
import { createPasses, type Pass, pageSize, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';
import { reasonNotTo } from './synchronize.ts';
import { synchronizeFew } from './synchronize-few.ts';
import { synchronizeSingleton } from './synchronize-singleton.ts';

/** How many messages are looked at in one go. */
const batch = 100;

/** Stores a notification of the hub: it may be acknowledged from then on (improvement 1.14, 3.1). */
export async function storeNotification(engine: Pick<Engine, 'database'>, tenant: string, body: JsonObject) {
  await engine.database.inboxMessage.create({ data: { tenant, body: body as object } });
}

/**
 * Takes what the hub has notified to the external application, oldest first. A message goes when all its records
 * were dealt with; while a run holds the organization it stays for the next time. What fails stays on its id map,
 * or comes with the next run: a notification never blocks the ones behind it.
 *
 * @returns whether messages are left that another run of this can deal with.
 */
export async function processInbox(engine: Engine): Promise<boolean> {
  const messages = await engine.database.inboxMessage.findMany({ orderBy: { id: 'asc' }, take: batch });
  const blocked = new Set<string>();
  let done = 0;
  for (const message of messages) {
    const groups = Object.entries(byGroup(message.body));
    const keys = groups.map(([group]) => `${message.tenant}/${group}`);
    const outcomes = keys.some((key) => blocked.has(key)) ? ['busy'] : await deliver(engine, message, groups);
    if (outcomes.includes('busy')) for (const key of keys) blocked.add(key);
    else done += (await engine.database.inboxMessage.deleteMany({ where: { id: message.id } })).count;
  }
  return done > 0 && messages.length === batch;
}

function deliver(engine: Engine, message: InboxMessage, groups: [string, Notified][]) {
  return Promise.all(
    groups.map(([group, notified]) => deliverToGroup(engine, message.tenant, group, notified)),
  );
}

async function deliverToGroup(engine: Engine, tenant: string, uid: string, notified: Notified) {
  const organization = await engine.database.organization.findUnique({
    where: { uid_tenant: { uid, tenant } },
  });
  if (!organization || !isSynchronized(organization)) {
    engine.log.info({ organization: uid, tenant }, 'notified of an organization that is not synchronized');
    return 'ignored';
  }
  return withLease(engine, organization.id, async (lease) =>
    isSynchronized(lease.organization) ? take(engine, notified, lease) : 'ignored',
  );
}

const isSynchronized = (organization: Organization) => reasonNotTo(organization) === undefined;

/** Contract 222: every entity that has the resource (improvement 3.7). */
async function take(engine: Engine, notified: Notified, lease: Lease): Promise<'done'> {
  const { organization } = lease;
  const log = logOf(engine.log, organization);
  try {
    const shared = {
      connec: engine.connecClient(organization),
      external: engine.external.client(connect(engine, organization)),
      options: {},
      lease,
      log,
    };
    for (const entity of engine.external.entities) {
      for (const pass of createPasses(engine, organization, entity, shared)) {
        const records = recordsFor(pass.entity, notified);
        if (records.length > 0 && sendsToExternal(pass)) await write(pass, records);
      }
    }
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    log.warn({ err: error }, 'notification failed');
    if (error instanceof UnauthorizedError) await pauseOrganization(engine.database, lease, messageOf(error));
  }
  return 'done';
}

async function write(pass: Pass, records: readonly JsonObject[]): Promise<void> {
  const { entity, context } = pass;
  try {
    await entity.beforeSync(context);
    if (entity.singleton) await synchronizeSingleton(pass);
    else
      for (let start = 0; start < records.length; start += pageSize)
        await writeSome(pass, records.slice(start, start + pageSize));
    await entity.afterSync(context);
    context.log.info({ counts: pass.counts.toExternal }, 'notification dealt with');
  } catch (error) {
    if (error instanceof RunError) throw error;
    context.log.warn({ err: error }, 'notification failed');
  }
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
