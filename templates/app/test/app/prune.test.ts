import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../src/engine/index.ts';
import { prune } from '../../src/prune.ts';
import { testConfig } from '../support/config.ts';
import { createTestDatabase } from '../support/database.ts';
import { factories } from '../support/factories.ts';
import { createHeardLog, type HeardLog } from '../support/log.ts';

let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let heard: HeardLog;
beforeEach(async () => {
  fresh = await createTestDatabase();
  database = fresh.database;
  heard = createHeardLog();
});
afterEach(() => fresh.remove());

const now = new Date('2026-03-01T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60_000);
const run = (of: Database = database) =>
  prune({ config: testConfig({ keepAuditDays: 30 }), database: of, log: heard.logger }, now);

test('sessions, used assertions, limits and processes go when they are over', async () => {
  const [over, going] = [daysAgo(1.01), daysAgo(0.99)];
  await database.session.createMany({
    data: [
      { id: 'over', data: {}, expiresAt: now },
      { id: 'going', data: {}, expiresAt: daysAgo(-0.01) },
    ],
  });
  await database.usedAssertion.createMany({
    data: [
      { tenant: 'default', assertionId: 'over', expiresAt: now },
      { tenant: 'default', assertionId: 'going', expiresAt: daysAgo(-0.01) },
      { tenant: 'other', assertionId: 'over', expiresAt: now },
    ],
  });
  await database.throttle.createMany({
    data: [
      { key: 'over', freeAt: over },
      { key: 'going', freeAt: going },
    ],
  });
  const processOf = { kind: 'web', host: 'h', pid: 1, startedAt: daysAgo(9) };
  await database.process.createMany({
    data: [
      { ...processOf, id: 'over', seenAt: over },
      { ...processOf, id: 'going', seenAt: going },
    ],
  });
  await run();
  expect(await database.session.findMany()).toMatchObject([{ id: 'going' }]);
  expect(await database.usedAssertion.findMany()).toMatchObject([{ assertionId: 'going' }]);
  expect(await database.throttle.findMany()).toMatchObject([{ key: 'going' }]);
  expect(await database.process.findMany()).toMatchObject([{ id: 'going' }]);
  expect(heard.heard).toEqual([]);
});

test('messages that nobody has looked at for three months go, and the log warns of it', async () => {
  const message = (group: string, data: object) =>
    database.inboxMessage.create({ data: { tenant: 'default', group, body: {}, ...data } });
  await message('parked long ago', { createdAt: daysAgo(92), parkedAt: daysAgo(91) });
  await message('parked again', { createdAt: daysAgo(92), parkedAt: daysAgo(89) });
  await message('never dealt with', { createdAt: daysAgo(91) });
  await message('to be tried again', { createdAt: daysAgo(89), attempts: 2, dueAt: daysAgo(80) });
  await run();
  const left = await database.inboxMessage.findMany({ orderBy: { id: 'asc' } });
  expect(left.map(({ group }) => group)).toEqual(['parked again', 'to be tried again']);
  expect(heard.heard).toMatchObject([{ msg: 'not kept any longer' }, { msg: 'not kept any longer' }]);
});

test('a synchronization that could not be begun for a week is not asked for any more', async () => {
  const { id: organizationId } = await factories(database).organization();
  await database.runRequest.create({ data: { organizationId, createdAt: daysAgo(7.01) } });
  const recent = await database.runRequest.create({ data: { organizationId, createdAt: daysAgo(6.99) } });
  await run();
  expect(await database.runRequest.findMany()).toEqual([recent]);
});

test('people go who are in no organization, but not those who have just come', async () => {
  const create = factories(database);
  const member = await create.user({ createdAt: daysAgo(400) });
  await create.membership(member, await create.organization());
  await create.user({ createdAt: daysAgo(91) });
  const recent = await create.user({ createdAt: daysAgo(89) });
  await run();
  expect(await database.user.findMany({ orderBy: { id: 'asc' } })).toEqual([member, recent]);
});

test('what was audited is kept for as many days as the configuration says', async () => {
  const entry = { tenant: 'default', actor: 'usr-1' };
  await database.auditEntry.createMany({
    data: [
      { ...entry, at: daysAgo(30.01), action: 'long ago' },
      { ...entry, at: daysAgo(29.99), action: 'lately' },
    ],
  });
  await run();
  expect(await database.auditEntry.findMany()).toMatchObject([{ action: 'lately' }]);
});

test('no statement takes more than 5,000 rows away, whatever has come together', async () => {
  const data = Array.from({ length: 11_000 }, (_, i) => ({
    tenant: 'default',
    actor: 'usr-1',
    action: 'settings saved',
    at: daysAgo(i < 10_900 ? 40 : 20),
  }));
  await database.auditEntry.createMany({ data });
  const taken: number[] = [];
  const watched = database.$extends({
    query: {
      auditEntry: {
        async deleteMany({ args, query }) {
          const result = await query(args);
          taken.push(result.count);
          return result;
        },
      },
    },
  }) as unknown as Database;
  await run(watched);
  expect(taken).toEqual([5000, 5000, 900]);
  expect(await database.auditEntry.count()).toBe(100);
});
