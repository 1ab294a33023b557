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

/**
 * Where something else holds an organization: how long a run by the clock waits for it, and one that a person or a
 * program has asked for, which outlasts the lease of a process that died.
 */
const patienceMs = { clock: 5_000, person: 130_000 };
/** It is tried after so long, then each time later. */
const [firstMs, longestMs] = [100, 2_000];
/** No notification is begun meanwhile, or one after the other would be in the way of a run; but not for longer. */
const aheadMs = 5_000;

/**
 * What there is to do apart from requests. A run leaves notifications waiting: they are looked at after it. One that
 * is asked for while a notification is dealt with waits for that, and the next notification waits for the run.
 */
export function createJobs(engine: Engine, config: Config): Jobs {
  let ahead = 0;
  const isStopping = () => engine.stop?.soon.aborted ?? false;

  /** By the clock, where there are no options. */
  async function synchronizeWhenFree(organizationId: number, options: SyncOptions | undefined) {
    const patience = options ? patienceMs.person : patienceMs.clock;
    let delayMs = firstMs;
    for (let waitedMs = 0; !isStopping(); waitedMs += delayMs) {
      if ((await synchronize(engine, organizationId, options)) !== 'busy') return;
      if (waitedMs >= patience)
        return engine.log.warn({ organizationId }, 'not synchronized: something else holds the organization');
      delayMs = Math.min(delayMs * 1.5, longestMs);
      const goesAhead = waitedMs < aheadMs ? 1 : 0;
      ahead += goesAhead;
      await pause(delayMs);
      ahead -= goesAhead;
    }
  }

  const jobs: Jobs = createInProcessJobs(
    {
      async synchronize({ organizationId, options }: { organizationId: number; options?: SyncOptions }) {
        await jobs.enqueue({ kind: 'subscribe', key: String(organizationId), data: { organizationId } });
        await synchronizeWhenFree(organizationId, options);
        if (!isStopping()) await jobs.enqueue({ kind: 'inbox', key: 'inbox', data: {} });
      },
      async subscribe({ organizationId }: { organizationId: number }) {
        await askToTell(engine, config, organizationId);
      },
      async inbox() {
        while (ahead === 0 && !isStopping() && (await processInbox(engine)));
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
