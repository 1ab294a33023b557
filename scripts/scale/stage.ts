import { join } from 'node:path';
import pg from 'pg';
import { applyMigrations } from '../../src/schema/apply.ts';
import { createVault, type Database, silentLog } from '../../templates/app/src/engine/index.ts';
import type { Jobs } from '../../templates/app/src/jobs/jobs.ts';
import { createBrowser } from '../../templates/app/test/support/browser.ts';
import { testConfig } from '../../templates/app/test/support/config.ts';
import { type Running, run } from '../../test/chaos/worker.ts';
import { freePort } from '../../test/support/free-port.ts';
import { until } from '../demo/until.ts';
import { visit } from '../demo/visit.ts';
import { groupOf, tokenOf, workspaceOf } from './names.ts';
import type { Sides } from './sides.ts';

/** A connector in several processes, with organizations that have all been linked, and nothing synchronized yet. */
export interface Stage {
  url: string;
  /** What the browser of somebody who is signed in sends. */
  cookie: string;
  database: Database;
  /** By number. */
  ids: readonly number[];
  jobs: Jobs;
  sql: pg.Pool;
  web: Running;
  workers: readonly Running[];
  close(): Promise<void>;
}

export async function setStage(
  project: string,
  databaseUrl: string,
  sides: Sides,
  { organizations, workers }: { organizations: number; workers: number },
): Promise<Stage> {
  await applyMigrations(project, databaseUrl);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { sessionSecret, encryptionKeys, places } = testConfig();
  const env = {
    ...sides.env,
    NODE_ENV: 'development', // In production nobody signs in by the sandbox's certificate.
    HOST: '127.0.0.1',
    PORT: `${port}`,
    APP_URL: url,
    JOBS_IN_WEB: 'false',
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: 'error',
    SESSION_SECRET: sessionSecret,
    ENCRYPTION_KEYS: encryptionKeys.map(({ id, key }) => `${id}:${key}`).join(),
    DATABASE_URL: databaseUrl,
  };
  const start = (program: string) => run(project, program, env, (line) => console.error(line));
  const web = start('server.js');
  await until('the web server', () =>
    fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  const browser = createBrowser(url);
  await visit(url, browser).signIn();
  const { createDatabase } = await import(join(project, 'dist/database.js'));
  const database: Database = createDatabase(databaseUrl);
  const ids = await createOrganizations(database, organizations);
  const started = Array.from({ length: workers }, () => start('worker.js'));
  await until('the workers', async () => (await database.process.count()) === workers + 1);
  const { createBullJobs } = await import(join(project, 'dist/jobs/bullmq.js'));
  const jobs: Jobs = createBullJobs({ databaseUrl, redisUrl: undefined, places }, silentLog);
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  return {
    url,
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    database,
    ids,
    jobs,
    sql,
    web,
    workers: started,
    async close() {
      for (const { signal } of [web, ...started]) signal('SIGTERM');
      await Promise.all([web, ...started].map(({ exited }) => exited));
      await Promise.all([jobs.close(), sql.end(), database.$disconnect()]);
    },
  };
}

/** As if each had been linked, and its administrator had switched on contacts both ways. */
async function createOrganizations(database: Database, count: number): Promise<number[]> {
  const vault = createVault(testConfig().encryptionKeys);
  const data = Array.from({ length: count }, (_, i) => ({
    uid: groupOf(i),
    tenant: 'sandbox',
    name: groupOf(i),
    oauthProvider: 'acme',
    oauthUid: workspaceOf(i),
    lastOauthUid: workspaceOf(i),
    oauthName: workspaceOf(i),
    oauthToken: vault.encrypt(tokenOf(i)),
    tokenExpiresAt: new Date(Date.now() + 24 * 3600_000),
    syncEnabled: true,
    historicalData: true,
    synchronizedEntities: { contact: { toConnec: true, toExternal: true } },
    nextRunAt: new Date('2100-01-01'), // Here it is not the clock that asks.
  }));
  await database.organization.createMany({ data });
  const rows = await database.organization.findMany({
    where: { uid: { startsWith: groupOf(0).slice(0, -1) } },
    orderBy: { id: 'asc' },
    select: { id: true, uid: true },
  });
  const byUid = new Map(rows.map(({ id, uid }) => [uid, id]));
  return data.map(({ uid }) => byUid.get(uid) ?? 0);
}
