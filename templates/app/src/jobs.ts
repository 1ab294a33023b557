import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from './config.ts';
import {
  createInProcessJobs,
  type Engine,
  type Jobs,
  processInbox,
  type SyncOptions,
  subscribe,
  synchronize,
} from './engine/index.ts';

/** A run is tried so often, and so many milliseconds apart, where something else holds its organization. */
const [attempts, apartMs] = [50, 100];

/**
 * What there is to do apart from requests. A run leaves notifications waiting: they are looked at after it. One that
 * is asked for while a notification is dealt with waits for that, and the next notification waits for the run.
 */
export function createJobs(engine: Engine, config: Config): Jobs {
  let held = 0;
  const isStopping = () => engine.stop?.soon.aborted ?? false;

  async function synchronizeWhenFree(organizationId: number, options: SyncOptions | undefined) {
    for (let i = 0; i < attempts && !isStopping(); i += 1) {
      if ((await synchronize(engine, organizationId, options)) !== 'busy') return;
      held += 1;
      await pause(apartMs);
      held -= 1;
    }
    if (!isStopping()) engine.log.info({ organizationId }, 'not synchronized: another process holds it');
  }

  const jobs: Jobs = createInProcessJobs(
    {
      async synchronize({ organizationId, options }: { organizationId: number; options?: SyncOptions }) {
        await askToTell(engine, config, organizationId);
        await synchronizeWhenFree(organizationId, options);
        if (!isStopping()) await jobs.enqueue({ kind: 'inbox', key: 'inbox', data: {} });
      },
      async subscribe({ organizationId }: { organizationId: number }) {
        await askToTell(engine, config, organizationId);
      },
      async inbox() {
        while (held === 0 && !isStopping() && (await processInbox(engine)));
      },
    },
    engine.log,
  );
  return jobs;
}

/** Without it changes still come, with the next run: which asks again. */
async function askToTell(engine: Engine, { appUrl }: Config, organizationId: number): Promise<void> {
  try {
    await subscribe(engine, organizationId, (address) => `${appUrl}/external/webhooks/${address}`);
  } catch (error) {
    engine.log.warn({ err: error, organizationId }, 'the application does not tell of changes');
  }
}
