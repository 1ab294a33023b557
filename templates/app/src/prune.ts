import type { Database, Log } from './engine/index.ts';

/** A connector is one. */
export interface Pruned {
  config: {
    /** Whole days. */
    keepAuditDays: number;
  };
  database: Database;
  log: Log;
}

/** Rows that go with one statement: nobody waits long for one. */
const batch = 5000;

/** Rows of one kind that are kept for a while only. */
interface Kind {
  model:
    | 'auditEntry'
    | 'inboxMessage'
    | 'process'
    | 'runRequest'
    | 'session'
    | 'throttle'
    | 'usedAssertion'
    | 'user';
  /** An index has them in this order, the oldest first. */
  by: string;
  /** Says how old one is. Left out: the same. */
  dated?: string;
  /** Days that it is kept from then on. */
  days: number;
  where?: object;
  /** Somebody may have wanted them still: the log warns of it. */
  regrettable?: true;
}

/** The README says of every table what bounds it: these are the ones that time bounds. */
const kindsOf = ({ keepAuditDays }: Pruned['config']): readonly Kind[] => [
  { model: 'session', by: 'expiresAt', days: 0 },
  { model: 'usedAssertion', by: 'expiresAt', days: 0 },
  { model: 'throttle', by: 'freeAt', days: 1 },
  { model: 'process', by: 'seenAt', days: 1 },
  // Whoever has asked for a run that cannot be begun does not wait for it any more.
  { model: 'runRequest', by: 'id', dated: 'createdAt', days: 7 },
  { model: 'inboxMessage', by: 'parkedAt', days: 90, regrettable: true },
  // The next run reads from the other side what nobody has dealt with.
  {
    model: 'inboxMessage',
    by: 'id',
    dated: 'createdAt',
    days: 90,
    where: { parkedAt: null },
    regrettable: true,
  },
  // In no organization any more. Signing in makes them anew.
  { model: 'user', by: 'id', dated: 'createdAt', days: 90, where: { memberships: { none: {} } } },
  { model: 'auditEntry', by: 'id', dated: 'at', days: keepAuditDays },
];

/** Takes away what has been kept for as long as it is to be. Called every hour. */
export async function prune({ config, database, log }: Pruned, now = new Date()): Promise<void> {
  for (const kind of kindsOf(config)) {
    const count = await deleteOldest(database, kind, new Date(now.getTime() - kind.days * dayMs));
    const { model, days } = kind;
    if (count > 0) log[kind.regrettable ? 'warn' : 'info']({ model, days, count }, 'not kept any longer');
  }
}

const dayMs = 24 * 60 * 60_000;

/** What of the Prisma client all these models have. */
interface Rows {
  findMany(query: object): Promise<Record<string, Date>[]>;
  deleteMany(query: object): Promise<{ count: number }>;
}

async function deleteOldest(
  database: Database,
  { model, by, dated = by, where = {} }: Kind,
  until: Date,
): Promise<number> {
  const rows = database[model] as unknown as Rows;
  const old = { [dated]: { lte: until } };
  // By id those that are not old would all be looked at, too: the oldest of them end it.
  const among = dated === by ? { AND: [where, old] } : where;
  const select = { [by]: true, [dated]: true };
  for (let deleted = 0; ; ) {
    const first = await rows.findMany({ where: among, orderBy: { [by]: 'asc' }, take: batch, select });
    const going = first.filter((row) => (row[dated] as Date) <= until);
    const last = going.at(-1);
    if (!last) return deleted;
    const { count } = await rows.deleteMany({ where: { AND: [where, old, { [by]: { lte: last[by] } }] } });
    deleted += count;
    if (going.length < batch) return deleted;
  }
}
