import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { groupKey } from '../../src/jobs/group-key.ts';
import { createInProcessJobs } from '../../src/jobs/in-process.ts';
import type { Handlers, Jobs } from '../../src/jobs/jobs.ts';
import { formToken } from '../../src/operators/form-token.ts';
import { createBrowser, type Page } from '../support/browser.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';
import { textOf, visit } from '../support/visitor.ts';

const password = 'only-for-operators-of-tests';
const basic = (name: string, given: string) => ({ authorization: `Basic ${btoa(`${name}:${given}`)}` });
const html = { accept: 'text/html' };

let world: TestConnector;
let jobs: Jobs;
const begun: string[] = [];
beforeAll(async () => {
  world = await startTestConnector();
});
afterAll(() => world.close());
beforeEach(async () => {
  // Whatever is begun fails at once, for good.
  jobs = createInProcessJobs({ live: 1, backfill: 1, inbox: 1, chores: 1 }, world.connector.log, {
    attempts: 1,
    delayMs: 1,
  });
  const fail = async ({ key }: { key: string }) => {
    begun.push(key);
    throw new Error('no <luck>');
  };
  const kinds = ['synchronize', 'inbox', 'subscribe', 'clock', 'prune'];
  await jobs.work(Object.fromEntries(kinds.map((kind) => [kind, fail])) as unknown as Handlers, []);
  Object.assign(world.connector.jobs, {
    counts: jobs.counts,
    failed: jobs.failed,
    retry: jobs.retry,
    discard: jobs.discard,
  });
  begun.length = 0;
  return () => jobs.close();
});

const browser = () => {
  const { request } = createBrowser(world.url);
  const headers = { ...html, ...basic('operator', password) };
  return {
    open: () => request('/operator/jobs', { headers }),
    follow: async ({ headers: answered }: Page) => request(String(answered.get('location')), { headers }),
    post: (action: string, fields: Record<string, string>) =>
      request(`/operator/jobs/${action}`, { method: 'POST', headers, body: new URLSearchParams(fields) }),
  };
};
const token = () => formToken(world.connector.config.sessionSecret);
const audited = async () => {
  const rows = await world.connector.database.auditEntry.findMany({ orderBy: { id: 'asc' } });
  await world.connector.database.auditEntry.deleteMany();
  return rows.map(({ actor, tenant, organizationId, userId, action, detail }) => ({
    actor,
    tenant,
    organizationId,
    userId,
    action,
    ...JSON.parse(detail),
  }));
};

describe('the page of operators', () => {
  test('shows how many jobs are where, what has failed for good, and of whom', async () => {
    const organization = await world.create.organization({ uid: 'cld-1', name: 'Fern & Co' });
    await jobs.enqueue({ kind: 'synchronize', key: String(organization.id) });
    await jobs.enqueue({ kind: 'inbox', key: groupKey({ tenant: 'default', group: 'cld-1' }) });
    await jobs.enqueue({ kind: 'inbox', key: groupKey({ tenant: 'elsewhere', group: null }) });
    await jobs.enqueue({ kind: 'synchronize', key: '99', lane: 'backfill', delayMs: 60_000 });
    await jobs.enqueue({ kind: 'clock', key: 'clock' });
    await expect.poll(async () => (await jobs.failed()).length).toBe(4);
    const page = await browser().open();
    expect(page.status).toBe(200);
    const text = textOf(page.html).replaceAll('&#34;', '"');
    expect(text).toContain('Synchronizations live 0 0 0 1');
    expect(text).toContain('First and full synchronizations backfill 0 1 0 0');
    expect(text).toContain(`Synchronization synchronize ${organization.id} Fern &amp; Co, cld-1 of default`);
    expect(text).toContain('Messages inbox ["default","cld-1"] Fern &amp; Co, cld-1 of default');
    expect(text).toContain('Messages inbox ["elsewhere",null] elsewhere no &lt;luck&gt; tried 1 times');
    expect(text).toContain('The clock clock clock no &lt;luck&gt;');
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('has a failed job done again, or thrown away, which is written down (improvement 6.11)', async () => {
    const { id } = await world.create.organization({ tenant: 'other' });
    await jobs.enqueue({ kind: 'synchronize', key: String(id) });
    await expect.poll(async () => (await jobs.failed()).length).toBe(1);
    const operator = browser();
    const [first] = await jobs.failed();
    // Whoever else is signed in with this browser has not done it.
    await visit(world);
    const answer = await operator.post('retry', { id: first?.id ?? '', _csrf: token() });
    expect(answer.status).toBe(303);
    expect((await operator.follow(answer)).html).toContain('The job is done again.');
    await expect.poll(() => begun).toEqual([String(id), String(id)]);
    await expect.poll(async () => (await jobs.failed()).length).toBe(1);
    const [second] = await jobs.failed();
    const discarded = await operator.post('discard', { id: second?.id ?? '', _csrf: token() });
    expect((await operator.follow(discarded)).html).toContain('The job is thrown away.');
    expect(await jobs.failed()).toEqual([]);
    const deed = { actor: 'operator', tenant: 'other', organizationId: id, userId: null, key: String(id) };
    expect(await audited()).toEqual([
      { ...deed, action: 'failed job retried', kind: 'synchronize', lane: 'live', reason: 'no <luck>' },
      { ...deed, action: 'failed job discarded', kind: 'synchronize', lane: 'live', reason: 'no <luck>' },
    ]);
    const late = await operator.post('retry', { id: second?.id ?? '', _csrf: token() });
    expect((await operator.follow(late)).html).toContain('That job is no longer there');
    expect(await audited()).toEqual([]);
  });

  test('takes no form of another site: the browser would send the password with it (improvement 6.1)', async () => {
    await jobs.enqueue({ kind: 'prune', key: 'prune' });
    await expect.poll(async () => (await jobs.failed()).length).toBe(1);
    const id = (await jobs.failed())[0]?.id ?? '';
    const operator = browser();
    const { sessionSecret } = world.connector.config;
    const expired = formToken(sessionSecret, Date.now() - 13 * 3_600_000);
    const [until, signature] = expired.split('.');
    const later = `${Number(until) + 7_200_000 * 10}.${signature}`;
    const forged = ['', 'undefined', expired, later, formToken('another-secret-of-thirty-two-characters')];
    for (const _csrf of forged) {
      const answer = await operator.post('discard', { id, _csrf });
      expect([answer.status, answer.html]).toEqual([
        403,
        expect.stringContaining('was not sent from this site'),
      ]);
    }
    expect(await jobs.failed()).toHaveLength(1);
    const shown = /name="_csrf" value="([^"]+)"/.exec((await operator.open()).html)?.[1] ?? '';
    expect((await operator.post('discard', { id, _csrf: shown })).status).toBe(303);
    expect(await jobs.failed()).toEqual([]);
    expect(await audited()).toMatchObject([{ tenant: '', organizationId: null, kind: 'prune' }]);
  });

  test('says so when the queues are away, and shows the processes still', async () => {
    world.connector.jobs.counts = () => Promise.reject(new Error('ECONNREFUSED'));
    const { status, html } = await browser().open();
    expect(status).toBe(200);
    expect(html).toContain('The queues cannot be reached: ECONNREFUSED');
    expect(html).toContain('None has said within a minute that it is there.');
  });
});

describe('the password of operators', () => {
  const ask = async (headers: Record<string, string>, remoteAddress = '10.9.9.9') =>
    world.app.inject({ url: '/operator/jobs', headers: { ...html, ...headers }, remoteAddress });

  test.each([
    ['none', {}],
    ['another one', basic('operator', `${password}x`)],
    ['another name', basic('admin', password)],
    ['a blank one', basic('operator', '')],
    ['a token', { authorization: `Bearer ${password}` }],
  ])('opens nothing when it is %s', async (_, headers) => {
    const answer = await ask(headers, '10.9.9.8');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="operator"/);
  });

  test('cannot be guessed: after twenty times there is a pause, also for the right one (improvement 6.11)', async () => {
    for (let i = 0; i < 20; i += 1) expect((await ask(basic('operator', `guess-${i}`))).statusCode).toBe(401);
    expect((await ask(basic('operator', password))).statusCode).toBe(429);
    expect((await ask(basic('operator', password), '10.9.9.7')).statusCode).toBe(200);
  });

  test.each(['development', 'production'] as const)(
    'opens nothing where none is configured, in %s: there is nothing',
    async (environment) => {
      const config = { ...world.connector.config, operatorPassword: undefined, environment };
      const app = await buildApp({ ...world.connector, config });
      onTestFinished(() => app.close());
      const headers = basic('operator', password);
      for (const url of ['/operator', '/operator/jobs', '/operator/queues'])
        expect((await app.inject({ url, headers })).statusCode).toBe(404);
      const discard = { method: 'POST', url: '/operator/jobs/discard', headers } as const;
      expect((await app.inject(discard)).statusCode).toBe(404);
    },
  );
});
