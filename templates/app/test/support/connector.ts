import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { type Connector, createConnector } from '../../src/connector.ts';
import { silentLog } from '../../src/engine/index.ts';
import { loadTenants, type Tenants } from '../../src/tenants.ts';
import { testConfig } from './config.ts';
import { createTestDatabase } from './database.ts';
import { type Factories, factories } from './factories.ts';
import { fixedTenants, testTenant } from './tenants.ts';

export interface TestConnector {
  url: string;
  app: FastifyInstance;
  connector: Connector;
  create: Factories;
  close(): Promise<void>;
}

/** The whole connector, listening on a free port, on a database of its own. */
export async function startTestConnector(
  parts: Partial<Config> = {},
  tenants: Tenants = fixedTenants(testTenant()),
): Promise<TestConnector> {
  const { database, url: databaseUrl, remove } = await createTestDatabase();
  const config = testConfig({ ...parts, databaseUrl });
  const connector = createConnector({ config, tenants, database, log: silentLog });
  const app = await buildApp(connector);
  const url = await app.listen({ host: config.host, port: 0 });
  // Known only now. Behind https the address is the proxy's, and stays as the test gave it.
  if (!config.appUrl.startsWith('https:')) config.appUrl = url;
  return {
    url,
    app,
    connector,
    create: factories(database),
    async close() {
      await app.close();
      await connector.close();
      await remove();
    },
  };
}

/** The same, with its tenants and its application taken from the environment: what the sandbox prints. */
export async function startConnectorIn(config: Pick<Config, 'tenants' | 'external'>): Promise<TestConnector> {
  return startTestConnector(config, await loadTenants(config));
}
