import { type Database, isPostgres } from '../engine/index.ts';

/** What is asked of the database: one statement, which no other one can come in between of. */
export interface Wanted {
  /** Whose limit it is. */
  key: string;
  /** How long what is reserved takes. */
  takesMs: number;
  /** Nothing is reserved where it would begin later than that. */
  patienceMs: number;
}

/**
 * Takes the next stretch of time of a key, by the generic cell rate algorithm (GCRA): a row says when the key is free
 * next, and whoever comes puts it off. Time in which nobody came is not saved up. The clock is the database's, which
 * all processes share.
 *
 * @returns milliseconds until it begins; undefined where that is too long, and nothing was reserved.
 */
export async function reserve(database: Database, wanted: Wanted): Promise<number | undefined> {
  const [row] = await (isPostgres(database) ? onPostgres : onSqlite)(database, wanted);
  return row && Math.max(0, row.endsInMs - Math.ceil(wanted.takesMs));
}

/** Nobody's turn comes before that. What was reserved already is not taken away. */
export async function holdBack(database: Database, key: string, ms: number): Promise<void> {
  await (isPostgres(database) ? holdOnPostgres : holdOnSqlite)(database, key, Math.ceil(ms));
}

type Rows = Promise<{ endsInMs: number }[]>;

// The row is locked before its clock is read: whoever waited for another one does not reserve time that has gone by.
// The lock is not held until the disk has it: after a crash of the server a few reservations more or less do no harm.
const onPostgres = (database: Database, { key, takesMs, patienceMs }: Wanted): Rows => database.$queryRaw`
  WITH unsynced AS (SELECT set_config('synchronous_commit', 'off', true))
  INSERT INTO throttles AS known (key, free_at)
  SELECT
    ${key},
    clock_timestamp() AT TIME ZONE 'UTC' + ${Math.ceil(takesMs)}::float8 * interval '1 millisecond'
  FROM unsynced
  ON CONFLICT (key) DO UPDATE
  SET free_at = GREATEST(known.free_at, clock_timestamp() AT TIME ZONE 'UTC')
    + ${Math.ceil(takesMs)}::float8 * interval '1 millisecond'
  WHERE known.free_at <= clock_timestamp() AT TIME ZONE 'UTC' + ${patienceMs}::float8 * interval '1 millisecond'
  RETURNING (EXTRACT(EPOCH FROM free_at - clock_timestamp() AT TIME ZONE 'UTC') * 1000)::float8 AS "endsInMs"`;

const holdOnPostgres = (database: Database, key: string, ms: number) => database.$executeRaw`
  INSERT INTO throttles AS known (key, free_at)
  VALUES (${key}, clock_timestamp() AT TIME ZONE 'UTC' + ${ms}::float8 * interval '1 millisecond')
  ON CONFLICT (key) DO UPDATE SET free_at = GREATEST(known.free_at, excluded.free_at)`;

// Instants are text here, as Prisma writes them: they are compared as text. 'now' stands still within a statement.
const onSqlite = (database: Database, { key, takesMs, patienceMs }: Wanted): Rows => database.$queryRaw`
  INSERT INTO throttles AS known (key, free_at)
  VALUES (${key}, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ${seconds(takesMs)}))
  ON CONFLICT (key) DO UPDATE
  SET free_at = strftime(
    '%Y-%m-%dT%H:%M:%f+00:00',
    MAX(known.free_at, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    ${seconds(takesMs)}
  )
  WHERE known.free_at <= strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ${seconds(patienceMs)})
  RETURNING (julianday(free_at) - julianday('now')) * 86400000.0 AS "endsInMs"`;

const holdOnSqlite = (database: Database, key: string, ms: number) => database.$executeRaw`
  INSERT INTO throttles AS known (key, free_at)
  VALUES (${key}, strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now', ${seconds(ms)}))
  ON CONFLICT (key) DO UPDATE SET free_at = MAX(known.free_at, excluded.free_at)`;

/** As SQLite adds them to an instant. */
const seconds = (ms: number) => `+${(Math.ceil(ms) / 1000).toFixed(3)} seconds`;
