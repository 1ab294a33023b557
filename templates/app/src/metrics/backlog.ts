import { type Database, linkedOnes } from '../engine/index.ts';

/** What waits to be done, in whatever process: the database says it. */
export interface Backlog {
  /** Messages of the inbox: not tried yet, to be tried again, left to a person. */
  messages: { waiting: number; retrying: number; parked: number };
  /** Age of the oldest message that is not parked, in seconds; 0 when there is none. */
  oldestMessage: number;
  /** Records that the next synchronization tries again, or looks at for another reason of its own. */
  dueRecords: number;
  /** Organizations that synchronize, and those among them that wait for a person. */
  organizations: { active: number; paused: number };
  /**
   * Of the active organizations the one that has gone without a synchronization for longest, in seconds. One that got
   * through is SUCCESS or PARTIAL; before there was one, the time since the first that was tried counts.
   */
  longestSilence: number;
}

export async function readBacklog(database: Database, now: Date): Promise<Backlog> {
  const [messages, dueRecords, organizations, silentSince] = await Promise.all([
    readMessages(database),
    database.idMap.count({ where: { dueAt: { lte: now } } }),
    countOrganizations(database),
    readSilence(database),
  ]);
  const { oldest, ...counts } = messages;
  const ageOf = (at: Date | null) => (at ? Math.max(0, now.getTime() - at.getTime()) / 1000 : 0);
  return {
    messages: counts,
    oldestMessage: ageOf(oldest),
    dueRecords,
    organizations,
    longestSilence: ageOf(silentSince),
  };
}

/** A message that was tried has attempts; one that is only remembered, so as not to be taken twice, has none. */
async function readMessages({ inboxMessage }: Database) {
  const untried = { parkedAt: null, attempts: 0, dueAt: null };
  const tried = { parkedAt: null, attempts: { gt: 0 } };
  const [waiting, retrying, parked, oldest] = await Promise.all([
    inboxMessage.count({ where: untried }),
    inboxMessage.count({ where: tried }),
    inboxMessage.count({ where: { parkedAt: { not: null } } }),
    inboxMessage.aggregate({ where: { OR: [untried, tried] }, _min: { createdAt: true } }),
  ]);
  return { waiting, retrying, parked, oldest: oldest._min.createdAt };
}

const synchronized = { syncEnabled: true, ...linkedOnes };

async function countOrganizations({ organization }: Database): Promise<Backlog['organizations']> {
  const [active, paused] = await Promise.all([
    organization.count({ where: { ...synchronized, pausedReason: null } }),
    organization.count({ where: { ...synchronized, pausedReason: { not: null } } }),
  ]);
  return { active, paused };
}

async function readSilence({ organization }: Database): Promise<Date | null> {
  const where = { ...synchronized, pausedReason: null };
  const { _min } = await organization.aggregate({ where, _min: { silentSince: true } });
  return _min.silentSince;
}
