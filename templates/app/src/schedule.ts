import { Cron } from 'croner';
import type { Connector } from './connector.ts';
import { linkedOnes, pruneMessages } from './engine/index.ts';

/**
 * What happens by the clock: tenants are loaded anew and old sessions go every hour, and a minute later every
 * organization is asked to synchronize (contract 214, 215). Every minute the inbox is looked into, for what another
 * process was in the way of; once a day parked messages go that nobody has looked at for three months.
 *
 * @returns a function that stops it.
 */
export function startSchedule(connector: Connector): () => void {
  void lookIntoInbox(connector); // What was stored when the last process ended.
  const minute = minuteOf(connector);
  const options = {
    protect: true,
    catch: (error: unknown) => connector.log.error({ err: error }, 'scheduled work failed'),
  };
  const jobs = [
    new Cron('* * * * *', options, () => lookIntoInbox(connector)),
    new Cron(`${minute} * * * *`, options, () => connector.tenants.refresh()),
    new Cron(`${minute} * * * *`, options, () => pruneSessions(connector)),
    new Cron(hourly(connector), options, () => synchronizeAll(connector)),
    new Cron(`${minute} 3 * * *`, options, () => pruneInbox(connector)),
  ];
  return () => {
    for (const job of jobs) job.stop();
  };
}

/** When the schedule asks for synchronizations the next time. */
export const nextSynchronizationAt = (connector: Connector, now = new Date()): Date | null =>
  new Cron(hourly(connector), { paused: true }).nextRun(now);

const hourly = (connector: Connector) => `${(minuteOf(connector) + 1) % 60} * * * *`;

/** Asks for a synchronization of every organization that is linked and switched on; ids are read in batches. */
export async function synchronizeAll({ database, jobs }: Connector): Promise<void> {
  for (let after = 0; ; ) {
    const batch = await database.organization.findMany({
      where: { id: { gt: after }, syncEnabled: true, ...linkedOnes },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: 500,
    });
    for (const { id } of batch) {
      await jobs.enqueue({ kind: 'synchronize', key: String(id), data: { organizationId: id } });
    }
    after = batch.at(-1)?.id ?? after;
    if (batch.length < 500) return;
  }
}

async function lookIntoInbox({ jobs }: Connector): Promise<void> {
  await jobs.enqueue({ kind: 'inbox', key: 'inbox', data: {} });
}

export async function pruneSessions({ database }: Connector, now = new Date()): Promise<void> {
  await database.session.deleteMany({ where: { expiresAt: { lte: now } } });
  await database.usedAssertion.deleteMany({ where: { expiresAt: { lte: now } } });
}

const forgottenMs = 90 * 24 * 60 * 60_000;

export async function pruneInbox({ database, log }: Connector, now = new Date()): Promise<void> {
  const count = await pruneMessages(database, new Date(now.getTime() - forgottenMs));
  if (count > 0) log.warn({ count }, 'parked messages of three months ago thrown away');
}

/** The same for this connector at every start, but not for all connectors of the world: hubs have busy minutes. */
const minuteOf = ({ config }: Connector) =>
  [...config.sessionSecret].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 60;
