import { noChanges } from './connec-changes.ts';
import { writePage } from './connec-to-external.ts';
import { connect } from './connection.ts';
import type { InboxMessage, Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { messageOf } from './errors.ts';
import { withLease } from './lease.ts';
import { isLinked } from './organization.ts';
import { slices } from './pages.ts';
import { createPasses, type Pass, pageSize, sendsToExternal } from './pass.ts';
import { isObject, type JsonObject } from './record.ts';
import { synchronizeSingleton } from './synchronize-singleton.ts';

/** How many messages are looked at in one go. */
const batch = 100;

/** Stores a notification of the hub: it may be acknowledged from then on (improvement 1.14, 3.1). */
export async function storeNotification(engine: Pick<Engine, 'database'>, tenant: string, body: JsonObject) {
  await engine.database.inboxMessage.create({ data: { tenant, body: body as object } });
}

/**
 * Takes what the hub has notified to the external application, oldest first. A message goes when all its records
 * were dealt with; while a run holds the organization it stays for the next time.
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

type Records = Record<string, JsonObject[]>;

function deliver(engine: Engine, message: InboxMessage, groups: [string, Records][]) {
  return Promise.all(
    groups.map(([group, records]) => deliverToGroup(engine, message.tenant, group, records)),
  );
}

async function deliverToGroup(engine: Engine, tenant: string, uid: string, records: Records) {
  const organization = await engine.database.organization.findUnique({
    where: { uid_tenant: { uid, tenant } },
  });
  if (!organization || !isLinked(organization) || !organization.syncEnabled) {
    engine.log.info({ organization: uid, tenant }, 'notified of an organization that is not synchronized');
    return 'ignored';
  }
  return withLease(engine, organization.id, () => write(engine, organization, records));
}

/** Contract 222: every entity that has the resource (improvement 3.7), with no external records to compare. */
async function write(engine: Engine, organization: Organization, records: Records): Promise<'done'> {
  const shared = {
    connec: engine.connecClient(organization),
    external: engine.external.client(connect(engine, organization)),
    options: {},
    log: engine.log.child({ organization: organization.uid, tenant: organization.tenant }),
  };
  for (const entity of engine.external.entities) {
    for (const pass of createPasses(engine, organization, entity, shared)) {
      const page = records[pass.entity.connecResource];
      if (page && sendsToExternal(pass)) await writeRecords(pass, page);
    }
  }
  return 'done';
}

async function writeRecords(pass: Pass, records: JsonObject[]): Promise<void> {
  const { entity, context } = pass;
  try {
    await entity.beforeSync(context);
    if (entity.singleton) await synchronizeSingleton(pass);
    else for await (const page of slices(once(records), pageSize)) await writePage(pass, page, noChanges());
    await entity.afterSync(context);
    context.log.info({ counts: pass.counts.toExternal }, 'notification dealt with');
  } catch (error) {
    context.log.warn({ err: error }, `notification failed: ${messageOf(error)}`);
  }
}

async function* once(records: JsonObject[]) {
  yield records;
}

/** { [group]: { [resource]: records } }: one message may speak of several groups (contract/connec-api.md §10). */
function byGroup(body: unknown): Record<string, Records> {
  const groups: Record<string, Records> = {};
  for (const [resource, records] of Object.entries(isObject(body) ? body : {})) {
    for (const record of Array.isArray(records) ? records : []) {
      if (!isObject(record) || typeof record.group_id !== 'string') continue;
      groups[record.group_id] ??= {};
      const group = groups[record.group_id] as Records;
      group[resource.toLowerCase()] ??= [];
      group[resource.toLowerCase()]?.push(record);
    }
  }
  return groups;
}
