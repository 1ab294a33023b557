import type { Config } from './config.ts';
import {
  createConnecClient,
  createVault,
  type Database,
  type Engine,
  type External,
  type Log,
  logOf,
  type Observe,
  oauthOf,
  RunError,
  type Vault,
} from './engine/index.ts';
import { Application } from './external.ts';
import { handlersOf, timetable } from './jobs/handlers.ts';
import type { Jobs } from './jobs/jobs.ts';
import { openJobs } from './jobs/open-jobs.ts';
import { refreshTokens } from './oauth-client.ts';
import type { Tenants } from './tenants.ts';
import { createThrottle } from './throttle.ts';
import type { Tracing } from './tracing.ts';

/** The whole connector, put together here and nowhere else: the web server and the worker both run on one. */
export interface Connector {
  config: Config;
  tenants: Tenants;
  database: Database;
  external: External;
  vault: Vault;
  /** For what is done apart from jobs, such as taking what the application tells. */
  engine: Engine;
  jobs: Jobs;
  log: Log;
  /** Are told what the engine does: add one, and it is. See engine/observe.ts. */
  observers: Observe[];
  /** Begins to do jobs in this process, those of the clock among them. */
  startWork(): Promise<void>;
  /**
   * The process is about to end: takes no more work, and waits until a run has finished the page at hand; after
   * `patienceMs` it leaves the run where it stands.
   */
  stopWork(patienceMs: number): Promise<void>;
  /** Waits for the work under way, then lets go of the database. */
  close(): Promise<void>;
}

type Parts = Pick<Connector, 'config' | 'tenants' | 'database' | 'log'> & {
  tracing?: Tracing | undefined;
  /** Another one than that of src/external.ts: for tests. */
  external?: External;
};

export function createConnector({ config, tenants, database, log, tracing, ...parts }: Parts): Connector {
  const external = parts.external ?? (new Application(config.external) as External);
  const vault = createVault(config.encryptionKeys);
  const observers: Observe[] = [];
  const [soon, now] = [new AbortController(), new AbortController()];
  const observe: Observe = (event) => {
    for (const each of observers) each(event);
  };
  const stop = { soon: soon.signal, now: now.signal };
  const engine: Engine = {
    database,
    external,
    vault,
    log,
    now: () => new Date(),
    connecClient(organization, lease) {
      const tenant = tenants.get(organization.tenant);
      if (!tenant) throw new RunError(`The tenant "${organization.tenant}" is not configured any more`);
      return createConnecClient(tenant, organization.uid, {
        log: logOf(log, organization),
        observe,
        trace: tracing?.trace,
        lease,
      });
    },
    async refreshTokens(refreshToken) {
      const oauth = oauthOf(external);
      if (!oauth) throw new RunError('Accounts are linked without OAuth: there is nothing to renew');
      return refreshTokens(oauth, refreshToken);
    },
    observe,
    trace: tracing?.trace,
    stop,
    throttle: createThrottle({ database, name: external.name, stop }, config.callLimits),
  };
  const jobs = openJobs(config, log);

  const connector: Connector = {
    config,
    tenants,
    database,
    external,
    vault,
    engine,
    jobs,
    log,
    observers,
    startWork: () => jobs.work(handlersOf(connector), timetable),
    async stopWork(patienceMs) {
      soon.abort();
      const patience = setTimeout(() => now.abort(), patienceMs);
      await jobs.close();
      clearTimeout(patience);
    },
    async close() {
      await jobs.close();
      await tracing?.close(config.shutdownSeconds * 50);
      await database.$disconnect();
    },
  };
  return connector;
}
