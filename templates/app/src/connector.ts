import type { Config } from './config.ts';
import {
  createConnecClient,
  createInProcessJobs,
  createVault,
  type Database,
  type Engine,
  type External,
  type Jobs,
  type Log,
  logOf,
  type Observe,
  processInbox,
  RunError,
  type SyncOptions,
  synchronize,
  type Vault,
} from './engine/index.ts';
import { Application } from './external.ts';
import { refreshTokens } from './oauth-client.ts';
import type { Tenants } from './tenants.ts';

/** The whole connector, put together here and nowhere else: the web server and the worker both run on one. */
export interface Connector {
  config: Config;
  tenants: Tenants;
  database: Database;
  external: External;
  vault: Vault;
  jobs: Jobs;
  log: Log;
  /** Are told what the engine does: add one, and it is. See engine/observe.ts. */
  observers: Observe[];
  /**
   * The process is about to end: takes no more work, and waits until a run has finished the page at hand; after
   * `patienceMs` it leaves the run where it stands.
   */
  stopWork(patienceMs: number): Promise<void>;
  /** Waits for the work under way, then lets go of the database. */
  close(): Promise<void>;
}

type Parts = Pick<Connector, 'config' | 'tenants' | 'database' | 'log'>;

export function createConnector({ config, tenants, database, log }: Parts): Connector {
  const external: External = new Application(config.external) as External;
  const vault = createVault(config.encryptionKeys);
  const observers: Observe[] = [];
  const [soon, now] = [new AbortController(), new AbortController()];
  const observe: Observe = (event) => {
    for (const each of observers) each(event);
  };
  const engine: Engine = {
    database,
    external,
    vault,
    log,
    now: () => new Date(),
    connecClient(organization) {
      const tenant = tenants.get(organization.tenant);
      if (!tenant) throw new RunError(`The tenant "${organization.tenant}" is not configured any more`);
      return createConnecClient(tenant, organization.uid, { log: logOf(log, organization), observe });
    },
    refreshTokens: (refreshToken) => refreshTokens(external.oauth, refreshToken),
    observe,
    stop: { soon: soon.signal, now: now.signal },
  };
  const jobs = createJobs(engine, log);

  return {
    config,
    tenants,
    database,
    external,
    vault,
    jobs,
    log,
    observers,
    async stopWork(patienceMs) {
      soon.abort();
      const patience = setTimeout(() => now.abort(), patienceMs);
      await jobs.close();
      clearTimeout(patience);
    },
    async close() {
      await jobs.close();
      await database.$disconnect();
    },
  };
}

/** What there is to do apart from requests. A run leaves notifications waiting: they are looked at after it. */
function createJobs(engine: Engine, log: Log): Jobs {
  const jobs: Jobs = createInProcessJobs(
    {
      async synchronize({ organizationId, options }: { organizationId: number; options?: SyncOptions }) {
        await synchronize(engine, organizationId, options);
        if (engine.stop?.soon.aborted) return;
        await jobs.enqueue({ kind: 'inbox', key: 'inbox', data: {} });
      },
      async inbox() {
        while (!engine.stop?.soon.aborted && (await processInbox(engine)));
      },
    },
    log,
  );
  return jobs;
}
