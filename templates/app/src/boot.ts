import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { ConfigError, loadConfig } from './config.ts';
import { type Connector, createConnector } from './connector.ts';
import { createDatabase } from './database.ts';
import { createLogger } from './logger.ts';
import { loadTenants } from './tenants.ts';
import { startTracing } from './tracing.ts';

/** What the web server and the worker share: .env, configuration, log, database, tenants. */
export async function boot(): Promise<{ connector: Connector; logger: Logger }> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig();
  const logger = createLogger(config);
  const tracing = await startTracing(config, logger);
  const database = createDatabase(config.databaseUrl, config.databasePool);
  const tenants = await loadTenants(config, logger);
  return { connector: createConnector({ config, tenants, database, tracing, log: logger }), logger };
}

/**
 * Runs `start`; then, at SIGTERM or SIGINT, what it returned, and waits for it to finish what is under way. One that
 * comes before all has started waits for that: what has been begun is ended in order, too. A second one does not wait.
 */
export async function main(start: () => Promise<() => Promise<void>>): Promise<void> {
  const started = start();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => started.then((stop) => stop()).then(() => process.exit(0), fail));
  await started.catch(fail);
}

/** Our own errors say what to do; of others the stack is wanted. */
function fail(error: unknown): never {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
