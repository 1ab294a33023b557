import type { Connector } from '../connector.ts';
import { subscribe } from '../engine/index.ts';
import type { Work } from './jobs.ts';

/** Asks the application to tell of changes. Without it they still come, with the next run: the clock asks again. */
export async function askToTell({ engine, config }: Connector, { key }: Work): Promise<undefined> {
  const organizationId = Number(key);
  try {
    await subscribe(engine, organizationId, (address) => `${config.appUrl}/external/webhooks/${address}`);
  } catch (error) {
    engine.log.warn({ err: error, organizationId }, 'the application does not tell of changes');
  }
}
