import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import Fastify, { type FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import progress from '../../src/controllers/progress.ts';
import type { Organization } from '../../src/engine/index.ts';
import { nextPlace } from '../../src/jobs/places-in-hour.ts';
import { followRun } from '../../src/pages/follow-run.ts';
import type { Browser } from '../support/browser.ts';
import { createBrowser } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { synchronizing, textOf, type Visitor, visit } from '../support/visitor.ts';

let connector: TestConnector;
beforeAll(async () => {
  connector = await startTestConnector();
});
afterAll(() => connector.close());

const alive = { leaseOwner: 'another process', leaseExpiresAt: new Date(Date.now() + 600_000) };
const counts = (fetched: number) => ({ contact: { toConnec: { fetched, created: 2 }, toExternal: {} } });

/** A run in another process: all there is to see of it is its row. */
const begin = (organization: Organization) =>
  connector.create.synchronization(organization, { status: 'RUNNING', finishedAt: null, counts: counts(7) });
const change = (id: number, data: object) =>
  connector.connector.database.synchronization.update({ where: { id }, data });

/** An open stream, as a page has it. Not by `fetch`: after a stream was left it opens another connection. */
async function openStream({ cookies }: Browser, url = connector.url) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const request = get(`${url}/progress`, { headers: { cookie }, agent: false });
  onTestFinished(() => void request.destroy());
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]();
  let heard = '';
  return {
    status: response.statusCode,
    headers: response.headers,
    hangUp: () => request.destroy(),
    /** What was heard, once it has `word` in it; without one, once the stream has ended. */
    async hear(word?: string): Promise<string> {
      while (word === undefined || !heard.includes(word)) {
        const { done, value } = await chunks.next();
        if (done) return word === undefined ? heard : `ended before ${word}: ${heard}`;
        heard += value;
      }
      return heard;
    },
  };
}

/** All streams are of one session here, and whoever says so hangs up before it is answered. */
async function startWithLeavers({ organization }: Visitor) {
  const app = Fastify();
  app.decorate('connector', connector.connector);
  app.decorate('fragment', connector.app.fragment);
  app.addHook('onRequest', async (request, reply) => {
    Object.assign(request, { session: { sessionId: 'test-session' }, viewer: { organization } });
    if (!request.headers.leaves) return;
    reply.raw.req.destroy();
    await once(reply.raw, 'close');
  });
  await app.register(progress);
  onTestFinished(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

/** What a stream tells this person, without a connection and, as the times are short, without waiting. */
function follow(
  { membership: { id, userId, organizationId }, organization }: Visitor,
  times: { heartbeatMs?: number; longestMs?: number } = {},
) {
  const asked = new Set<string>();
  const database = connector.connector.database.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        asked.add(`${model}.${operation}`);
        return query(args);
      },
    },
  });
  const request = {
    server: { connector: { ...connector.connector, database }, fragment: connector.app.fragment },
    session: { sessionId: `test-session-${id}`, userId, organizationId },
    viewer: { organization },
  } as unknown as FastifyRequest;
  const hour = 3_600_000;
  const told = followRun(request, new AbortController().signal, {
    lookMs: 1,
    heartbeatMs: hour,
    longestMs: hour,
    ...times,
  });
  return { asked, next: async () => (await told.next()).value };
}

describe('live progress', () => {
  test('is told to a page that is open', async () => {
    const { organization, browser } = await visit(connector, 'Member', { ...synchronizing, ...alive });
    await begin(organization);
    const { headers, hear } = await openStream(browser);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(textOf(await hear('7 read'))).toMatch(/^event: progress data: .*Contacts.*7 read, 2 new/);
  });

  test('is told as the run counts, in whatever process it is, and ends with it', async () => {
    const visitor = await visit(connector, 'Member', synchronizing);
    const { id } = await begin(visitor.organization);
    // The run takes the organization after the page was opened.
    await connector.connector.database.organization.update({
      where: { id: visitor.organization.id },
      data: alive,
    });
    const { asked, next } = follow(visitor);
    expect(await next()).toContain('7 read, 2 new');
    await change(id, { counts: counts(9) });
    expect(await next()).toContain('9 read, 2 new');
    await change(id, { status: 'SUCCESS', finishedAt: new Date() });
    expect(await next()).toBe('event: end\ndata:\n\n');
    expect(await next()).toBeUndefined();
    // Who looks is asked only so often.
    expect([...asked]).toEqual(['Organization.findUnique', 'Synchronization.findFirst', 'RunRequest.count']);
  });

  test('has a word to say now and then where nothing changes, and does not go on for ever', async () => {
    const visitor = await visit(connector, 'Member', { ...synchronizing, ...alive });
    await begin(visitor.organization);
    const { next } = follow(visitor, { heartbeatMs: 1, longestMs: 1000 });
    expect(await next()).toContain('7 read');
    expect(await next()).toBe(': still under way\n\n');
    const brief = follow(visitor, { longestMs: 20 });
    expect(await brief.next()).toContain('7 read');
    expect(await brief.next()).toBeUndefined();
  });

  test('is at its end at once where nothing is under way, and is nothing for strangers', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    // One that died: nobody holds the organization.
    await begin(organization);
    expect(await (await openStream(browser)).hear()).toBe('event: end\ndata:\n\n');
    expect((await openStream(createBrowser())).status).toBe(403);
  });

  test('stops with the next word for whoever is removed from the organization, or signs out', async () => {
    const { database } = connector.connector;
    const removed = await visit(connector, 'Member', { ...synchronizing, ...alive });
    await begin(removed.organization);
    const leaver = await visit(connector, 'Member', {}, removed.organization);
    const streams = [removed, leaver].map((visitor) => follow(visitor, { heartbeatMs: 1 }));
    for (const { next } of streams) expect(await next()).toContain('7 read');
    await database.membership.delete({ where: { id: removed.membership.id } });
    await database.session.delete({ where: { id: `test-session-${leaver.membership.id}` } });
    for (const { next } of streams) expect(await next()).toBeUndefined();
  });

  test('is for a few pages of a session at a time, and one that is closed makes room', async () => {
    const { organization, browser } = await visit(connector, 'Admin', { ...synchronizing, ...alive });
    await begin(organization);
    const streams = await Promise.all([1, 2, 3, 4].map(() => openStream(browser)));
    for (const stream of streams) await stream.hear('7 read');
    expect((await openStream(browser)).status).toBe(429);
    streams[0]?.hangUp();
    await expect.poll(async () => (await openStream(browser)).status).toBe(200);
    const another = await visit(connector, 'Admin', {}, organization);
    expect((await openStream(another.browser)).status).toBe(200);
  });

  test('does not count pages that were gone before they were answered', async () => {
    const visitor = await visit(connector, 'Admin', { ...synchronizing, ...alive });
    await begin(visitor.organization);
    const url = await startWithLeavers(visitor);
    for (let n = 0; n < 4; n++)
      await expect(fetch(`${url}/progress`, { headers: { leaves: 'yes' } })).rejects.toThrow();
    await expect.poll(async () => (await openStream(visitor.browser, url)).status).toBe(200);
  });

  test.each([
    ['keeps no server from ending', (world: TestConnector) => world.close()],
    [
      'does not take that for the end of the run',
      async ({ connector, close }: TestConnector) => {
        await connector.stopWork(1000);
        await connector.database.synchronization.updateMany({ data: { status: 'INTERRUPTED' } });
        onTestFinished(close);
      },
    ],
  ])('%s', async (_, end) => {
    const world = await startTestConnector();
    const { organization, browser } = await visit(world, 'Admin', { ...synchronizing, ...alive });
    await world.create.synchronization(organization, { status: 'RUNNING', finishedAt: null });
    const stream = await openStream(browser, world.url);
    await stream.hear('event: progress');
    const began = performance.now();
    await end(world);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await stream.hear()).not.toContain('event: end');
  });
});

describe('the jobs page', () => {
  const now = new Date();
  const minutes = (n: number) => new Date(now.getTime() + n * 60_000);

  test('shows what runs, what waits, and the last results, and nothing of anybody else', async () => {
    const { organization, browser } = await visit(connector, 'Member', { ...synchronizing, ...alive });
    const { database } = connector.connector;
    const { tenant, uid: group } = organization;
    for (let n = 1; n <= 6; n++)
      await connector.create.synchronization(organization, {
        startedAt: minutes(-n * 60),
        finishedAt: minutes(-n * 60),
        counts: { contact: { toConnec: { created: n }, toExternal: {} } },
      });
    await begin(organization);
    await database.inboxMessage.createMany({
      data: [
        { tenant, group, body: {} },
        { tenant, group, body: {}, attempts: 1, dueAt: minutes(1) },
        // Parked; and only remembered, so that it is not taken twice.
        { tenant, group, body: {}, attempts: 6, parkedAt: now },
        { tenant, group, body: {}, dueAt: minutes(30), deliveryId: 'd' },
        { tenant, group: 'cld-other', body: {} },
      ],
    });
    await connector.create.idMap(organization, { dueAt: minutes(-5), failures: 1 });
    for (const n of [20, 10]) await connector.create.idMap(organization, { dueAt: minutes(n), failures: 1 });
    const other = await visit(connector, 'Admin', synchronizing);
    await connector.create.idMap(other.organization, { dueAt: minutes(-5) });

    const { html } = await browser.open('/jobs');
    const text = textOf(html);
    expect(html).toContain('data-follow="/progress"');
    expect(text).toContain('Contacts From Acme 7 read, 2 new');
    expect(html).toContain(
      `taken for dead when there is none until <time datetime="${alive.leaseExpiresAt.toISOString()}"`,
    );
    expect(text).toContain('Messages to be dealt with 2, the oldest came');
    expect(text).toContain('Records for the next synchronization 1');
    expect(html).toContain(`<dd>2, the first of them <time datetime="${minutes(10).toISOString()}"`);
    expect(html).toContain(nextPlace(organization.id, new Date()).toISOString());
    expect(text.match(/\d+ records changed/g)).toEqual([6, 5, 4, 3, 2].map((n) => `${n} records changed`));
  });

  test.each([
    ['no account is linked', {}],
    ['no direction is switched on', { ...synchronizing, syncEnabled: false }],
    ['it is paused', { ...synchronizing, pausedReason: 'no access' }],
  ])('says that there is no next one, for %s', async (why, data) => {
    const { browser } = await visit(connector, 'Admin', data);
    const { html } = await browser.open('/jobs');
    expect(textOf(html)).toContain(why);
    expect(html).toContain('There are none yet');
  });

  test('names the synchronizations that wait for their turn', async () => {
    const { organization, browser } = await visit(connector, 'Admin', synchronizing);
    const other = await connector.create.organization();
    const { database } = connector.connector;
    await database.runRequest.createMany({
      data: [
        { organizationId: organization.id, options: '{"onlyEntities":["contact"]}' },
        { organizationId: organization.id },
        { organizationId: other.id, options: '{"onlyEntities":["account"]}' },
      ],
    });
    const text = textOf((await browser.open('/jobs')).html);
    expect(text).toContain('A synchronization of Contacts');
    expect(text).toContain('A synchronization of all kinds of records');
    expect(text).not.toContain('A synchronization of Accounts');
  });

  test('asks strangers to sign in: it has no password of its own (improvement 6.9)', async () => {
    expect((await createBrowser(connector.url).open('/jobs')).html).toContain('Sign in to see this page');
  });
});
