import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRowRefused } from '../../src/engine/refused-row.ts';
import { createTestDatabase } from '../support/database.ts';

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
beforeEach(async () => {
  fresh = await createTestDatabase();
});
afterEach(() => fresh.remove());

const now = '2026-01-01T00:00:00Z';
const insert = (columns: string, values: string) =>
  fresh.database.$executeRawUnsafe(
    `INSERT INTO organizations (tenant, updated_at, ${columns}) VALUES ('t', '${now}', ${values})`,
  );
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it did not fail',
    (error: unknown) => error,
  );

test('a row that is there already, or lacks what it must have, is refused', async () => {
  await insert('uid, name', "'cld-1', 'Fern'");
  expect(isRowRefused(await failureOf(insert('uid, name', "'cld-1', 'Fern'")))).toBe(true);
  expect(isRowRefused(await failureOf(insert('uid', "'cld-2'")))).toBe(true);
});

test('a statement that fails as a whole refuses no row, nor does an organization that is gone', async () => {
  const { database } = fresh;
  expect(isRowRefused(await failureOf(database.$queryRawUnsafe('SELECT nothing_like_it')))).toBe(false);
  const orphan = `INSERT INTO watermarks (organization_id, entity, side, fetched_until) VALUES (7, 'a', 'b', '${now}')`;
  expect(isRowRefused(await failureOf(database.$executeRawUnsafe(orphan)))).toBe(false);
});

/** What cannot be brought about in a moment: codes as the driver adapters give them. */
const failedWith = (kind: string, originalCode?: string) => ({
  code: 'P2010',
  meta: { driverAdapterError: { cause: { kind, ...(originalCode ? { originalCode } : {}) } } },
});

test.each([
  ['SQLite is busy', failedWith('SocketTimeout', '5')],
  ['SQLite is busy with another process', failedWith('SocketTimeout', '517')],
  ['the disk of SQLite is full', failedWith('sqlite', '13')],
  ['SQLite cannot write to its disk', failedWith('sqlite', '778')],
  ['PostgreSQL finds a deadlock', failedWith('TransactionWriteConflict', '40P01')],
  ['the disk of PostgreSQL is full', failedWith('postgres', '53100')],
  ['PostgreSQL shuts down', failedWith('postgres', '57P01')],
  ['PostgreSQL is not reached', failedWith('DatabaseNotReachable')],
  ['there is no code at all', new Error('something else')],
  ['there is not even an error', undefined],
])('no row is refused when %s', (_what, error) => {
  expect(isRowRefused(error)).toBe(false);
});

test.each([
  ['a value is too big for SQLite', failedWith('sqlite', '18')],
  ['a value of SQLite fails its check', failedWith('sqlite', '275')],
  ['PostgreSQL cannot hold a character', failedWith('postgres', '22P05')],
])('a row is refused when %s', (_what, error) => {
  expect(isRowRefused(error)).toBe(true);
});
