import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { EngineEvent, Organization } from '../../src/engine/index.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
beforeEach(async () => {
  world = await startTestConnector();
});
afterEach(() => world.close());

/** The lines that begin with `prefix`, without the figures of buckets. */
async function figures(prefix: string): Promise<string[]> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(prefix) && !line.includes('_bucket'));
}
const happens = (event: EngineEvent) => {
  for (const observe of world.connector.observers) observe(event);
};
const noCounts = { fetched: 0, created: 0, updated: 0, merged: 0, skipped: 0, conflicts: 0, failed: 0 };
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);

describe('what the connector has done', () => {
  test('is counted: runs by their end, and records by entity, side and outcome', async () => {
    const toConnec = { ...noCounts, fetched: 5, created: 3, skipped: 1, failed: 1, conflicts: 1 };
    const run = { type: 'run', tenant: 'default', organization: 'cld-secret', partial: false } as const;
    const entities = { contact: { toConnec, toExternal: noCounts, failed: false } };
    const lost = { account: { toConnec: noCounts, toExternal: noCounts, failed: true } };
    happens({ ...run, status: 'PARTIAL', durationMs: 2500, entities });
    happens({ ...run, status: 'ERROR', durationMs: 500, entities: lost });
    expect(await figures('connector_runs_total')).toEqual([
      'connector_runs_total{status="PARTIAL"} 1',
      'connector_runs_total{status="ERROR"} 1',
    ]);
    expect(await figures('connector_run_duration')).toEqual([
      'connector_run_duration_seconds_sum 3',
      'connector_run_duration_seconds_count 2',
    ]);
    expect(await figures('connector_entities_given_up')).toEqual([
      'connector_entities_given_up_total{entity="account"} 1',
    ]);
    expect(await figures('connector_records_total{entity="contact",to="connec"')).toEqual([
      'connector_records_total{entity="contact",to="connec",outcome="created"} 3',
      'connector_records_total{entity="contact",to="connec",outcome="updated"} 0',
      'connector_records_total{entity="contact",to="connec",outcome="merged"} 0',
      'connector_records_total{entity="contact",to="connec",outcome="skipped"} 1',
      'connector_records_total{entity="contact",to="connec",outcome="failed"} 1',
    ]);
    expect(await figures('connector_records_read_total{entity="contact",to="connec"}')).toEqual([
      'connector_records_read_total{entity="contact",to="connec"} 5',
    ]);
    expect(await figures('connector_conflicts_total{entity="contact",to="connec"}')).toEqual([
      'connector_conflicts_total{entity="contact",to="connec"} 1',
    ]);
    expect((await figures('')).join()).not.toContain('cld-secret');
  });

  test('is timed: calls to either side, and how old a message was when it was dealt with', async () => {
    const call = { type: 'call', tenant: 'default', method: 'GET' } as const;
    happens({ ...call, side: 'connec', status: 503, outcome: 'failed', durationMs: 1500 });
    const message = { type: 'message', source: 'connec', tenant: 'default', durationMs: 20 } as const;
    happens({ ...message, outcome: 'done', ageMs: 250 });
    happens({ ...message, outcome: 'busy', ageMs: 9000 });
    expect(await figures('connector_call_duration')).toEqual([
      'connector_call_duration_seconds_sum{side="connec",outcome="failed"} 1.5',
      'connector_call_duration_seconds_count{side="connec",outcome="failed"} 1',
    ]);
    expect(await figures('connector_message')).toEqual([
      'connector_messages_total{source="connec",outcome="done"} 1',
      'connector_messages_total{source="connec",outcome="busy"} 1',
      'connector_message_age_seconds_sum{source="connec"} 0.25',
      'connector_message_age_seconds_count{source="connec"} 1',
    ]);
  });

  test('is told of requests by their routes, of which there are not more than the code has', async () => {
    await fetch(`${world.url}/maestrano/made-up/synchronizations/cld-1`);
    await fetch(`${world.url}/made-up`);
    expect(
      (await figures('connector_http_request_duration_seconds_count')).map((line) => line.replace(/.*{/, '')),
    ).toEqual([
      'method="GET",route="/maestrano/:tenant/synchronizations/:uid",status="401"} 1',
      'method="GET",route="none",status="404"} 1',
    ]);
  });

  test('is that of one connector: another in the same process has its own', async ({ onTestFinished }) => {
    const other = await startTestConnector();
    onTestFinished(() => other.close());
    happens({
      type: 'run',
      tenant: 'default',
      organization: 'cld-1',
      partial: false,
      status: 'SUCCESS',
      durationMs: 1,
      entities: {},
    });
    expect(await other.app.metrics.read()).not.toContain('SUCCESS');
  });
});

describe('what waits', () => {
  const message = (data: object) =>
    world.connector.database.inboxMessage.create({
      data: { tenant: 'default', group: 'cld-1', body: {}, ...data },
    });
  const active = (data: Partial<Organization> = {}) =>
    world.create.organization({ syncEnabled: true, oauthToken: 'x', ...(data as object) });
  const value = async (name: string) => Number((await figures(`${name} `))[0]?.split(' ')[1]);

  test('is read from the database: messages by where they stand, and the age of the oldest', async () => {
    await message({ createdAt: secondsAgo(20) });
    await message({ createdAt: secondsAgo(600), attempts: 2, dueAt: secondsAgo(-60) });
    await message({ createdAt: secondsAgo(9000), attempts: 6, parkedAt: new Date() });
    // Dealt with, and remembered for a while: it may be sent again.
    await message({ createdAt: secondsAgo(9000), source: 'external', dueAt: secondsAgo(-3000) });
    expect(await figures('connector_inbox_messages')).toEqual([
      'connector_inbox_messages{state="waiting"} 1',
      'connector_inbox_messages{state="retrying"} 1',
      'connector_inbox_messages{state="parked"} 1',
    ]);
    expect(await value('connector_inbox_oldest_seconds')).toBeCloseTo(600, -1);
  });

  test('are records that are due, too', async () => {
    const organization = await active();
    await world.create.idMap(organization, { dueAt: secondsAgo(5) });
    await world.create.idMap(organization, { dueAt: secondsAgo(-60) });
    await world.create.idMap(organization);
    expect(await value('connector_records_due')).toBe(1);
    await world.create.idMap(organization, { parkedAt: secondsAgo(5) });
    expect(await value('connector_records_parked')).toBe(1);
  });

  test('is an organization that was long not brought up to date, unless a person has stopped it or has to act', async () => {
    expect(await value('connector_last_success_age_seconds')).toBe(0);
    await active({ silentSince: null });
    await active({ silentSince: secondsAgo(3600) });
    await active({ silentSince: secondsAgo(60) });
    await active({ silentSince: secondsAgo(90_000), pausedReason: 'link it again' });
    await active({ silentSince: secondsAgo(90_000), syncEnabled: false });
    await active({ silentSince: secondsAgo(90_000), oauthUid: null });
    // Carried over from elsewhere without what opens the account: nothing synchronizes it.
    await active({ silentSince: secondsAgo(90_000), oauthToken: null });
    await active({ silentSince: secondsAgo(30), oauthToken: null, credentials: 'x' });
    expect(await value('connector_last_success_age_seconds')).toBeCloseTo(3600, -1);
    expect(await figures('connector_organizations')).toEqual([
      'connector_organizations{state="active"} 4',
      'connector_organizations{state="paused"} 1',
    ]);
  });
});

describe('jobs and processes', () => {
  const value = async (name: string) => Number((await figures(`${name} `))[0]?.split(' ')[1]);

  test('are counted by lane and state, and by kind; one that has been silent is not', async () => {
    const seen = { host: 'h', pid: 1, startedAt: secondsAgo(900), seenAt: secondsAgo(5) };
    await world.connector.database.process.createMany({
      data: [
        { id: 'a', kind: 'worker', ...seen },
        { id: 'b', kind: 'worker', ...seen },
        { id: 'c', kind: 'web', ...seen, seenAt: secondsAgo(90) },
      ],
    });
    expect(await figures('connector_processes')).toEqual([
      'connector_processes{kind="web"} 0',
      'connector_processes{kind="worker"} 2',
    ]);
    await world.connector.jobs.enqueue({ kind: 'synchronize', key: '9', lane: 'backfill', delayMs: 60_000 });
    expect(await figures('connector_jobs{lane="backfill"')).toEqual([
      'connector_jobs{lane="backfill",state="waiting"} 0',
      'connector_jobs{lane="backfill",state="delayed"} 1',
      'connector_jobs{lane="backfill",state="running"} 0',
      'connector_jobs{lane="backfill",state="failed"} 0',
    ]);
    expect(await figures('connector_jobs')).toHaveLength(16);
  });

  test('are how far behind: the oldest run that was asked for, and the organization longest past its time', async () => {
    expect(await value('connector_run_request_oldest_seconds')).toBe(0);
    expect(await value('connector_schedule_lag_seconds')).toBe(0);
    const linked = { oauthToken: 'x', syncEnabled: true };
    const { id: organizationId } = await world.create.organization({ ...linked, nextRunAt: secondsAgo(400) });
    await world.create.organization({ ...linked, nextRunAt: secondsAgo(-400) });
    await world.create.organization({ syncEnabled: false, nextRunAt: secondsAgo(9000) });
    await world.connector.database.runRequest.create({ data: { organizationId, createdAt: secondsAgo(70) } });
    await world.connector.database.runRequest.create({ data: { organizationId } });
    expect(await value('connector_run_request_oldest_seconds')).toBeCloseTo(70, -1);
    expect(await value('connector_schedule_lag_seconds')).toBeCloseTo(400, -1);
  });

  test('leave the other figures as they are when the queues are away', async () => {
    world.connector.jobs.counts = () => Promise.reject(new Error('ECONNREFUSED'));
    expect(await figures('connector_jobs')).toEqual([]);
    expect(await figures('connector_inbox_messages')).toHaveLength(3);
    expect(world.heard).toContainEqual({
      msg: 'the queues could not be asked what waits',
      reason: 'ECONNREFUSED',
    });
  });
});

describe('the figures', () => {
  const metricsToken = 'a-token-of-at-least-thirty-two-characters';
  async function ask(parts: Partial<Config>, authorization?: string, remoteAddress = '127.0.0.1') {
    const connector = { ...world.connector, config: { ...world.connector.config, ...parts } };
    const app = await buildApp(connector);
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await app.inject({ url: '/metrics', headers, remoteAddress });
    await app.close();
    return answer;
  }

  test('are for whoever has the token, from wherever', async () => {
    const answer = await ask(
      { metricsToken, environment: 'production' },
      `Bearer ${metricsToken}`,
      '10.0.0.1',
    );
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/plain; version=0.0.4');
  });

  test.each([undefined, 'Bearer ', `Bearer ${metricsToken}x`, metricsToken, 'Basic YTpi'])(
    'are not for %j',
    async (authorization) => {
      const answer = await ask({ metricsToken }, authorization);
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="metrics"');
      expect(answer.json()).toEqual({ error: 'Invalid credentials' });
    },
  );

  test('are not there without a token in the configuration, but for a developer’s own machine', async () => {
    expect((await ask({})).statusCode).toBe(200);
    expect((await ask({}, undefined, '10.0.0.1')).statusCode).toBe(404);
    expect((await ask({ environment: 'production' })).statusCode).toBe(404);
  });
});
