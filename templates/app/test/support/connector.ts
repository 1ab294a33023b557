import type { FastifyInstance } from 'fastify';
import { buildApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { type Connector, createConnector } from '../../src/connector.ts';
import type { External } from '../../src/engine/index.ts';
import { handlersOf } from '../../src/jobs/handlers.ts';
import { closeApp } from '../../src/shutdown.ts';
import { loadTenants, type Tenants } from '../../src/tenants.ts';
import { testConfig } from './config.ts';
import { createTestDatabase } from './database.ts';
import { type Factories, factories } from './factories.ts';
import { createHeardLog, type HeardLog } from './log.ts';
import { fixedTenants, testTenant } from './tenants.ts';
import { TestExternal } from './test-external.ts';

export interface TestConnector {
  url: string;
  app: FastifyInstance;
  connector: Connector;
  create: Factories;
  /** What was logged at warn or above. */
  heard: HeardLog['heard'];
  close(): Promise<void>;
}

/** Some answers are never read to their end. */
const patienceMs = 500;

/** The whole web side, listening on a free port, on a database of its own and with an application of its own. */
export async function startTestConnector(
  parts: Partial<Config> = {},
  tenants: Tenants = fixedTenants(testTenant()),
  Application: typeof TestExternal = TestExternal,
): Promise<TestConnector> {
  const { database, url: databaseUrl, remove } = await createTestDatabase();
  const config = testConfig({ ...parts, databaseUrl });
  const { logger, heard } = createHeardLog();
  const external = new Application(config.external) as External;
  const connector = createConnector({ config, tenants, database, log: logger, external });
  const app = await buildApp(connector, logger);
  // Jobs are done; the clock asks for none.
  await connector.jobs.work(handlersOf(connector), []);
  const url = await app.listen({ host: config.host, port: 0 });
  // Known only now. Behind https the address is the proxy's, and stays as the test gave it.
  if (!config.appUrl.startsWith('https:')) config.appUrl = url;
  return {
    url,
    app,
    connector,
    create: factories(database),
    heard,
    async close() {
      await closeApp(app, patienceMs);
      await connector.close();
      await remove();
    },
  };
}

/** The same, with its tenants and its application taken from the environment: what the sandbox prints. */
export async function startConnectorIn(
  config: Pick<Config, 'tenants' | 'external'>,
  Application?: typeof TestExternal,
): Promise<TestConnector> {
  return startTestConnector(config, await loadTenants(testConfig(config)), Application);
}
