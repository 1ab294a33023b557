import type { FastifyInstance } from 'fastify';
import type { Connector } from './connector.ts';

/**
 * Ends what a process does, within `shutdownSeconds`: no new requests and no new work; a synchronization under way
 * finishes its page, or is left where it stands when that takes too long; open requests are answered; the database is
 * let go of. What has not ended by then is ended by force, and found by the next process as after a crash.
 *
 * @param app left out: the process serves no pages.
 */
export async function shutDown(connector: Connector, app?: FastifyInstance): Promise<void> {
  const { config, log } = connector;
  const patienceMs = config.shutdownSeconds * 1000;
  const force = setTimeout(() => {
    log.error({ patienceMs }, 'not ended in time: ended by force');
    process.exit(1);
  }, patienceMs);
  log.info({ patienceMs }, 'ending');
  app?.drain();
  await connector.stopWork(patienceMs * 0.8);
  if (app) await closeApp(app, patienceMs * 0.1);
  await connector.close();
  clearTimeout(force);
  log.info({}, 'ended');
}

/** Whoever is still being answered after so long is hung up on, and whoever has said nothing yet. */
export async function closeApp(app: FastifyInstance, patienceMs: number): Promise<void> {
  const hangUp = setTimeout(() => app.server.closeAllConnections(), patienceMs);
  await app.close();
  clearTimeout(hangUp);
}
