import type { InboxMessage } from './database.ts';
import type { Engine } from './engine.ts';
import { messageOf } from './errors.ts';
import { inboxEvent, type MessageEvent, messageEvent, tell } from './observe.ts';
import { each } from './pages.ts';
import type { Group } from './store-message.ts';
import { takeExternalEvent } from './take-external-event.ts';
import { takeNotification } from './take-notification.ts';
import { traced } from './trace.ts';

/** A message is tried as often before it is parked, 1, 2, 4 … minutes apart: half an hour in all. */
export const maxAttempts = 6;
const firstDelayMs = 60_000;

/** What was dealt with under a delivery id is remembered, without what it told: it may be sent again. */
const rememberedMs = 60 * 60_000;

/** Groups that are dealt with at a time: as many messages, of the size that the web server lets in, are in memory. */
const lanes = 4;

/** Deals with one message. What it throws is kept as the reason, and the message is tried again. */
export type Take = (engine: Engine, message: InboxMessage) => Promise<'done' | 'busy' | 'ignored'>;

const takes: Readonly<Record<string, Take>> = { connec: takeNotification, external: takeExternalEvent };

/**
 * Deals with what is due, one message of each group: whoever has many waiting keeps nobody else from being served.
 *
 * @returns whether more is left that can be dealt with now.
 */
export async function processInbox(engine: Engine): Promise<boolean> {
  let more = false;
  await each(await dueGroups(engine), lanes, async ({ messages, ...group }) => {
    const outcome = await processGroup(engine, group);
    more ||= outcome === 'settled' && messages > 1;
  });
  return more;
}

/** The groups that have messages which are due, and how many; the one that has waited longest comes first. */
export async function dueGroups(engine: Engine, most = 1000): Promise<(Group & { messages: number })[]> {
  await forgetDealtWith(engine);
  const groups = await engine.database.inboxMessage.groupBy({
    by: ['tenant', 'group'],
    where: isDue(engine),
    _min: { id: true, createdAt: true },
    _count: { id: true },
    orderBy: { _min: { id: 'asc' } },
    take: most,
  });
  tell(engine, inboxEvent(groups, engine.now()));
  return groups.map(({ tenant, group, _count }) => ({ tenant, group, messages: _count.id }));
}

/**
 * Deals with the oldest message of a group that is due. Its messages come in their order, but for those that failed:
 * they come again later, and hold up nothing. While a run holds an organization its messages wait.
 *
 * @returns 'settled': it is out of the way of those behind it. 'none': there is none that this process may deal with.
 */
export async function processGroup(engine: Engine, group: Group): Promise<'settled' | 'busy' | 'none'> {
  const message = await engine.database.inboxMessage.findFirst({
    where: { tenant: group.tenant, group: group.group, ...isDue(engine) },
    orderBy: { id: 'asc' },
  });
  if (!message || !(await begin(engine, message))) return 'none';
  const startedAt = engine.now();
  const outcome = await follow(engine, message, () => take(engine, message));
  tell(engine, messageEvent(message, outcome, [startedAt, engine.now()]));
  return outcome === 'busy' ? 'busy' : 'settled';
}

function follow(
  engine: Engine,
  { id: message, source, tenant, group: organization }: InboxMessage,
  work: () => Promise<MessageEvent['outcome']>,
): Promise<MessageEvent['outcome']> {
  return traced(engine, { type: 'message', source, tenant, organization, message }, async (note) => {
    const outcome = await work();
    note({ outcome });
    return outcome;
  });
}

/** They have been remembered for long enough: see `settle`. */
async function forgetDealtWith({ database, now }: Engine): Promise<void> {
  const where = { deliveryId: { not: null }, attempts: 0, dueAt: { lte: now() }, parkedAt: null };
  await database.inboxMessage.deleteMany({ where });
}

const isDue = ({ now }: Engine) => ({ parkedAt: null, OR: [{ dueAt: null }, { dueAt: { lte: now() } }] });

async function take(engine: Engine, message: InboxMessage): Promise<MessageEvent['outcome']> {
  try {
    if (message.attempts >= maxAttempts) throw new Error(message.reason ?? 'the process ended, each time');
    const outcome = await (takes[message.source] ?? unknownSource)(engine, message);
    if (outcome === 'busy') await leaveAsItWas(engine, message);
    else await settle(engine, message);
    return outcome;
  } catch (error) {
    return fail(engine, message, error);
  }
}

/**
 * The attempt is counted before it is made: a message that ends the process is parked in the end, too.
 *
 * @returns whether it is ours: another process may have begun it in the meantime.
 */
async function begin({ database, now }: Engine, { id, attempts, dueAt }: InboxMessage): Promise<boolean> {
  const delay = firstDelayMs * 2 ** attempts;
  const { count } = await database.inboxMessage.updateMany({
    where: { id, attempts, dueAt, parkedAt: null },
    data: { attempts: attempts + 1, dueAt: new Date(now().getTime() + delay) },
  });
  return count === 1;
}

/** One that may be sent again stays for a while, untried and with nothing in it. */
async function settle({ database, now }: Engine, { id, deliveryId }: InboxMessage): Promise<void> {
  const where = { id };
  if (deliveryId === null) return void (await database.inboxMessage.deleteMany({ where }));
  const dueAt = new Date(now().getTime() + rememberedMs);
  await database.inboxMessage.updateMany({ where, data: { body: {}, attempts: 0, reason: null, dueAt } });
}

async function leaveAsItWas({ database }: Engine, { id, attempts, dueAt }: InboxMessage): Promise<void> {
  await database.inboxMessage.updateMany({ where: { id }, data: { attempts, dueAt } });
}

async function fail(engine: Engine, message: InboxMessage, error: unknown): Promise<'failed' | 'parked'> {
  const { id, tenant, group, source } = message;
  const attempts = message.attempts + 1;
  const parked = attempts >= maxAttempts;
  const who = { organization: group, tenant, source, message: id, attempts };
  engine.log.warn({ ...who, err: error }, parked ? 'notification parked' : 'notification failed');
  await engine.database.inboxMessage.updateMany({
    where: { id },
    data: {
      reason: messageOf(error).slice(0, 255),
      ...(parked ? { parkedAt: engine.now(), dueAt: null } : {}),
    },
  });
  return parked ? 'parked' : 'failed';
}

const unknownSource: Take = async (_engine, { source }) => {
  throw new Error(`nobody knows what to do with a message of "${source}"`);
};
