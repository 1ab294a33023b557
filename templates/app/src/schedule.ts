import { Cron } from 'croner';
import type { Connector } from './connector.ts';

/**
 * What each process does by the clock for itself: every hour it loads its tenants anew (contract 215), in a minute of
 * its connector's own, for hubs have busy minutes. What is done once for all of them is in src/jobs/.
 *
 * @returns a function that stops it.
 */
export function startSchedule({ config, tenants, log }: Connector): () => void {
  const refreshing = new Cron(
    `${minuteOf(config.sessionSecret)} * * * *`,
    { protect: true, catch: (error) => log.error({ err: error }, 'tenants not loaded anew') },
    () => tenants.refresh(),
  );
  return () => refreshing.stop();
}

const minuteOf = (secret: string) => [...secret].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 60;
