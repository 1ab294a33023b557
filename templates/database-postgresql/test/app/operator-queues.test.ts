import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { silentLog } from '../../src/engine/index.ts';
import { type BullJobs, createBullJobs } from '../../src/jobs/bullmq.ts';
import { operator } from '../support/besieged.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
let jobs: BullJobs;
let app: FastifyInstance;
beforeAll(async () => {
  world = await startTestConnector();
  jobs = createBullJobs(world.connector.config, silentLog);
  app = await buildApp({ ...world.connector, jobs });
  await jobs.enqueue({ kind: 'synchronize', key: '42', lane: 'backfill', delayMs: 60_000 });
});
afterAll(async () => {
  await app.close();
  await jobs.close();
  await world.close();
});

const ask = (request: InjectOptions, headers: Record<string, string> = operator) =>
  app.inject({ headers, ...request });

test('operators see the queues as BullMQ has them, and are led there from the page of jobs', async () => {
  expect((await ask({ url: '/operator/jobs' })).body).toContain('href="/operator/queues"');
  const page = await ask({ url: '/operator/queues' });
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toContain('text/html');
  const [script] = /static\/js\/[\w.]+\.js/.exec(page.body) ?? [];
  expect((await ask({ url: `/operator/queues/${script}` })).statusCode).toBe(200);
  const { queues } = (
    await ask({ url: '/operator/queues/api/queues?activeQueue=backfill&status=delayed' })
  ).json();
  expect(queues.map(({ name }: { name: string }) => name)).toEqual(['live', 'backfill', 'inbox', 'chores']);
  expect(queues[1].jobs).toMatchObject([{ name: 'synchronize', data: { kind: 'synchronize', key: '42' } }]);
});

test('its pages may have a base and styles of their own; nothing comes from elsewhere, and no script from within', async () => {
  const policy = String((await ask({ url: '/operator/queues' })).headers['content-security-policy']);
  expect(policy.split(';').sort()).toEqual([
    "base-uri 'self'",
    "connect-src 'self'",
    "default-src 'none'",
    "font-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
  ]);
  const elsewhere = String((await ask({ url: '/operator/jobs' })).headers['content-security-policy']);
  expect(elsewhere).toContain("base-uri 'none'");
  expect(elsewhere).toContain("style-src 'self';");
});

test('nobody sees them without the password, at any of their addresses', async () => {
  for (const url of [
    '/operator/queues',
    '/operator/queues/api/queues',
    '/operator/queues/static/images/logo.svg',
  ])
    expect((await ask({ url }, {})).statusCode).toBe(401);
});

test('nothing is changed there, by whatever address of theirs: that is done on the page of jobs, and written down', async () => {
  const writing = app.routeList.filter(
    ({ url, method }) => url.startsWith('/operator/queues') && ![method].flat().some((one) => one === 'GET'),
  );
  const changes = writing.filter(({ method }) => ![method].flat().includes('HEAD'));
  expect(changes.length).toBeGreaterThan(5);
  for (const { url, method } of changes) {
    const address = url.replace(':queueName', 'backfill').replace(/:\w+/g, '1');
    const answer = await ask({ method: [method].flat()[0] as 'PUT', url: address, payload: {} });
    expect(`${method} ${url} ${answer.statusCode}`).toBe(`${method} ${url} 403`);
  }
  expect((await jobs.counts()).backfill).toMatchObject({ delayed: 1 });
});
