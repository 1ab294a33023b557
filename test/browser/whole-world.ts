import { type Acme, type Hub, sandboxEnvironment, startAcme, startHub } from 'create-connector/sandbox';
import { buildApp } from '../../templates/app/src/app.ts';
import { loadConfig } from '../../templates/app/src/config.ts';
import { createConnector } from '../../templates/app/src/connector.ts';
import type { Database } from '../../templates/app/src/engine/index.ts';
import { silentLog } from '../../templates/app/src/engine/index.ts';
import { loadTenants } from '../../templates/app/src/tenants.ts';
import { createTestDatabase } from '../../templates/app/test/support/database.ts';

/** Hub, Acme, and between them the connector as a new project has it, with its living example. */
export interface WholeWorld {
  url: string;
  hub: Hub;
  acme: Acme;
  database: Database;
  close(): Promise<void>;
}

/** Everything in this process, each on a free port, on a database of its own. */
export async function startWholeWorld(): Promise<WholeWorld> {
  const [hub, acme] = await Promise.all([startHub(), startAcme()]);
  const { database, url: databaseUrl, remove } = await createTestDatabase();
  const config = loadConfig({ ...settings, ...sandboxEnvironment(hub, acme), DATABASE_URL: databaseUrl });
  const tenants = await loadTenants(config, silentLog);
  const connector = createConnector({ config, tenants, database, log: silentLog });
  const app = await buildApp(connector);
  config.appUrl = await app.listen({ host: config.host, port: 0 });
  hub.connectTo(config.appUrl);
  await connector.startWork();
  return {
    url: config.appUrl,
    hub,
    acme,
    database,
    async close() {
      await app.close();
      await connector.close();
      await remove();
      await Promise.all([hub.close(), acme.close()]);
    },
  };
}

const settings = {
  NODE_ENV: 'test',
  SESSION_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
};
