import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { until } from '../../scripts/demo/until.ts';
import { type Company, FERN, type Visit, visit } from '../../scripts/demo/visit.ts';
import { type Acme, type Hub, sandboxEnvironment, startAcme, startHub } from '../../src/sandbox/index.ts';
import { applyMigrations } from '../../src/schema/apply.ts';
import type { Database } from '../../templates/app/src/engine/index.ts';
import { createBrowser } from '../../templates/app/test/support/browser.ts';
import { testConfig } from '../../templates/app/test/support/config.ts';
import { freePort } from '../support/free-port.ts';
import type { Redis } from '../support/redis.ts';
import { type Line, startLine } from './line.ts';
import { type Running, run } from './worker.ts';

/** A connector in several processes, between a hub and Acme, with two companies that use it. */
export interface World {
  /** Of the web server. */
  url: string;
  hub: Hub;
  acme: Acme;
  companies: readonly (Company & { person: Visit })[];
  database: Database;
  /** Asks PostgreSQL itself. */
  sql: pg.Pool;
  web: Running;
  workers: readonly Worker[];
  /** What the processes have printed: warnings and errors. */
  log: string[];
  close(): Promise<void>;
}

/** A worker, which is started again whenever its process has ended: as systemd does. */
export interface Worker {
  readonly name: string;
  readonly running: Running;
  /** What it has printed, the last lines. */
  readonly printed: readonly string[];
  /** Between it and PostgreSQL, and Redis where there is one. */
  readonly lines: readonly Line[];
  /** It is not started again. */
  retire(): void;
}

const restartMs = 500;

export interface Servers {
  /** Of a project as buildProject makes it. */
  project: string;
  databaseUrl: string;
  redis?: Pick<Redis, 'url'> | undefined;
}

const oak: Company = { group: 'cld-oak', name: 'Oak Ltd', workspace: 'south', workspaceName: 'Acme South' };

/** Signs both companies up, and links them; nothing is synchronized yet. */
export async function startWorld({ project, databaseUrl, redis }: Servers): Promise<World> {
  await applyMigrations(project, databaseUrl);
  const [hub, acme, port] = await Promise.all([
    startHub(),
    // Tokens last: a refresh that is cut off costs the account with an application that gives each token once.
    startAcme({ tokenSeconds: 24 * 3600, webhookRetryMs: [200, 500, 1000, 2000] }),
    freePort(),
  ]);
  const url = `http://127.0.0.1:${port}`;
  hub.connectTo(url);
  const { sessionSecret, encryptionKeys } = testConfig();
  const log: string[] = [];
  const tell = (who: string) => (line: string) => {
    if (/"level":[456]0/.test(line) || !line.startsWith('{')) log.push(`${who}: ${line}`);
  };
  const env = {
    ...sandboxEnvironment(hub, acme),
    NODE_ENV: 'development', // In production nobody signs in by the sandbox's certificate.
    HOST: '127.0.0.1',
    PORT: `${port}`,
    APP_URL: url,
    JOBS_IN_WEB: 'false',
    SESSION_SECRET: sessionSecret,
    ENCRYPTION_KEYS: encryptionKeys.map(({ id, key }) => `${id}:${key}`).join(),
    DATABASE_URL: databaseUrl,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  };
  const web = run(project, 'server.js', env, tell('web'));
  await web.printed('Server listening');
  const companies = [FERN, oak].map((company) => ({
    ...company,
    person: visit(url, createBrowser(url), company),
  }));
  for (const { person } of companies) {
    await person.signIn();
    await person.linkAcme();
  }
  const createWorker = async (name: string): Promise<Worker> => {
    const toDatabase = await startLine(Number(new URL(databaseUrl).port));
    const toRedis = redis && (await startLine(Number(new URL(redis.url).port)));
    const own = {
      ...env,
      DATABASE_URL: `${databaseUrl}?port=${toDatabase.port}`,
      ...(toRedis ? { REDIS_URL: `redis://127.0.0.1:${toRedis.port}` } : {}),
    };
    const printed: string[] = [];
    const note = tell(name);
    let retired = false;
    const start = () => {
      const running = run(project, 'worker.js', own, (line) => {
        note(line);
        printed.push(line);
        if (printed.length > 500) printed.shift();
      });
      void running.exited.then(async (code) => {
        note(`ended with ${code}`);
        await pause(restartMs);
        if (!retired) current = start();
      });
      return running;
    };
    let current = start();
    return {
      name,
      get running() {
        return current;
      },
      printed,
      lines: [toDatabase, ...(toRedis ? [toRedis] : [])],
      retire() {
        retired = true;
      },
    };
  };
  const { createDatabase } = await import(join(project, 'dist/database.js'));
  const database: Database = createDatabase(databaseUrl);
  const workers = await Promise.all(['one', 'other'].map(createWorker));
  await until('two workers', async () => (await database.process.count()) === 3);
  const sql = new pg.Pool({ connectionString: databaseUrl });
  return {
    url,
    hub,
    acme,
    companies,
    database,
    sql,
    web,
    workers,
    log,
    async close() {
      for (const { retire } of workers) retire();
      for (const { signal, exited } of [web, ...workers.map(({ running }) => running)]) {
        signal('SIGKILL');
        await exited;
      }
      await Promise.all(workers.flatMap(({ lines }) => lines.map((line) => line.close())));
      await Promise.all([database.$disconnect(), sql.end(), hub.close(), acme.close()]);
    },
  };
}
