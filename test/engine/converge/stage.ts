import {
  type Database,
  type Engine,
  type Organization,
  processInbox,
  pushRecordsToConnec,
  type SyncOptions,
  silentLog,
  storeNotification,
  synchronize,
} from '../../../templates/app/src/engine/index.ts';
import { type ApplicationDouble, createApplicationDouble } from '../doubles/application-double.ts';
import { DoubleExternal, type EntitySettings } from '../doubles/double-entities.ts';
import { createOrganization, doubleVault } from '../doubles/double-organization.ts';
import { createHubDouble, type HubDouble } from '../doubles/hub-double.ts';
import { createFaultPlan, type FaultPlan, faultyApplication, faultyConnec } from './faults.ts';

export interface StageSettings extends EntitySettings {
  /** By how many seconds the clocks of the two sides are ahead of ours. */
  hubAhead: number;
  applicationAhead: number;
}

/** One organization between two doubles: three clocks, and faults on demand. */
export interface Stage {
  hub: HubDouble;
  application: ApplicationDouble;
  faults: FaultPlan;
  database: Database;
  organization: Organization;
  /** Seconds. */
  forward(seconds: number): void;
  run(options?: SyncOptions): Promise<string>;
  /** Delivers a notification of the hub, as it was captured. */
  notifyFromHub(resource: string, record: object): Promise<void>;
  notifyFromApplication(collection: string, record: object): Promise<void>;
}

export async function createStage(database: Database, settings: StageSettings, uid: string): Promise<Stage> {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const ahead = (seconds: number) => () => new Date(now + seconds * 1000);
  const hub = createHubDouble(ahead(settings.hubAhead), uid);
  const application = createApplicationDouble(ahead(settings.applicationAhead));
  const faults = createFaultPlan();
  const external = new DoubleExternal(faultyApplication(application, faults), settings);
  const engine: Engine = {
    database,
    external: external as unknown as Engine['external'],
    vault: doubleVault,
    log: silentLog,
    now: ahead(0),
    connecClient: () => faultyConnec(hub, faults),
    refreshTokens: async () => ({ accessToken: 'renewed' }),
  };
  const organization = await createOrganization(database, { uid });
  return {
    hub,
    application,
    faults,
    database,
    organization,
    forward(seconds) {
      now += seconds * 1000;
    },
    async run(options = {}) {
      const outcome = await synchronize(engine, organization.id, { forced: true, ...options });
      return typeof outcome === 'string' ? outcome : `${outcome.status} ${outcome.message ?? ''}`;
    },
    async notifyFromHub(resource, record) {
      await storeNotification(engine, 'default', { [resource]: [structuredClone(record) as never] });
      while (await processInbox(engine));
    },
    async notifyFromApplication(collection, record) {
      // A webhook's handler answers with an error, and the application sends it again; or it does not.
      await pushRecordsToConnec(engine, organization.id, {
        [collection]: [structuredClone(record) as never],
      }).catch(() => undefined);
    },
  };
}
