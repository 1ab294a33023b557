import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../src/dev/ports.ts';
import { type Acme, type Hub, sandboxEnvironment, startAcme, startHub } from '../../src/sandbox/index.ts';
import { createBrowser } from '../../templates/app/test/support/browser.ts';
import { certificate } from '../../templates/app/test/support/tenants.ts';
import { until } from '../demo/until.ts';
import { type Visit, visit } from '../demo/visit.ts';
import { openDatabase, type ProjectDatabase } from './project.ts';
import { type Server, startServer } from './server.ts';

/** A connector in production between a hub and Acme, with a customer whose people are on both sides. */
export interface Stage {
  url: string;
  hub: Hub;
  acme: Acme;
  database: ProjectDatabase;
  /** The customer's administrator, and what their browser sends. */
  person: Visit;
  cookie: string;
  server: Server;
  /** Starts the server again, after it was ended. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export const group = 'cld-fern';

/**
 * @param people that the customer has besides those of the sandbox.
 */
export async function setStage(folder: string, people: number): Promise<Stage> {
  const [hub, acme, port] = await Promise.all([startHub(), startAcme(), freePort(3200)]);
  for (let i = 0; i < people; i += 1)
    hub.save(group, 'people', {
      first_name: 'Load',
      last_name: `Person ${i}`,
      email: { address: `load-${i}@example.com` },
      job_title: 'none yet',
    });
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...sandboxEnvironment(hub, acme),
    PORT: `${port}`,
    TRUSTED_PROXIES: '127.0.0.1',
    LOG_LEVEL: 'warn',
  };
  const database = await openDatabase(folder);
  const browser = createBrowser(url);
  const person = visit(url, browser);

  // In production nobody signs in by the sandbox's certificate, whose key is public: so they do before.
  const before = await startServer(folder, url, { ...env, NODE_ENV: 'development' });
  await person.signIn();
  await person.linkAcme();
  await person.start(['account', 'contact']);
  await until('the first synchronization', async () => (await endedRuns(database)).length > 0);
  await before.end('SIGTERM');

  const production = { ...env, NODE_ENV: 'production', TENANTS_FILE: await tenantsFile(folder, hub) };
  const start = () => startServer(folder, url, production);
  const stage: Stage = {
    url,
    hub,
    acme,
    database,
    person,
    cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    server: await start(),
    async restart() {
      stage.server = await start();
    },
    async close() {
      await stage.server.end('SIGTERM');
      await Promise.all([database.$disconnect(), hub.close(), acme.close()]);
    },
  };
  return stage;
}

export const endedRuns = ({ synchronization }: ProjectDatabase) =>
  synchronization.findMany({ where: { finishedAt: { not: null } }, orderBy: { id: 'asc' } });

/** The sandbox's hub, but for its certificate. */
async function tenantsFile(folder: string, hub: Hub): Promise<string> {
  const marketplace = hub.marketplace();
  const tenant = { ...marketplace, sso: { ...marketplace.sso, x509_certificate: certificate } };
  const file = join(folder, 'data/load-tenants.json');
  await writeFile(file, JSON.stringify({ marketplaces: [tenant] }));
  return file;
}
