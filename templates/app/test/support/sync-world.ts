import {
  type AnyEntity,
  type Connection,
  createVault,
  type Database,
  type Engine,
  type Log,
  type Organization,
  type Synchronization,
  type SyncOptions,
  silentLog,
  synchronize,
} from '../../src/engine/index.ts';
import { createClock, type TestClock } from './clock.ts';
import { createTestDatabase } from './database.ts';
import {
  Company,
  createMemoryApplication,
  type MemoryApplication,
  MemoryExternal,
  Person,
} from './memory-application.ts';
import { createMemoryHub, type MemoryHub } from './memory-hub.ts';

/** One organization between a hub in memory and an application, with a clock that stands still until it is moved. */
export interface World {
  database: Database;
  engine: Engine;
  hub: MemoryHub;
  organization: Organization;
  clock: TestClock;
  /** Runs. The hub's lists of calls then hold only what this run did. */
  run(options?: SyncOptions): Promise<Synchronization>;
  close(): Promise<void>;
}

export type OrganizationSettings = Partial<
  Pick<Organization, 'historicalData' | 'dateFilteringLimit' | 'oauthUid' | 'synchronizedEntities'>
>;

export interface WorldParts<Client> {
  entities: readonly AnyEntity<Client>[];
  /** What the entities are given as `context.external`: a double of the application's API client. */
  client: (connection: Connection) => Client;
  settings?: OrganizationSettings;
  clock?: TestClock;
  log?: Log;
}

/** A world for the entities of a connector, with a double of its own client. */
export async function createWorld<Client>({
  entities,
  client,
  settings = {},
  clock = createClock(),
  log = silentLog,
}: WorldParts<Client>): Promise<World> {
  const { database, remove } = await createTestDatabase();
  const hub = createMemoryHub(() => clock.now);
  const vault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);
  const engine: Engine = {
    database,
    external: new MemoryExternal(client, entities) as unknown as Engine['external'],
    vault,
    log,
    now: () => clock.now,
    connecClient: () => hub,
    refreshTokens: async () => ({ accessToken: 'renewed' }),
  };
  const on = { toConnec: true, toExternal: true };
  const organization = await database.organization.create({
    data: {
      uid: 'cld-1',
      tenant: 'default',
      name: 'Fern & Co',
      oauthProvider: 'memory',
      oauthUid: 'memory-1',
      oauthToken: vault.encrypt('token'),
      syncEnabled: true,
      ...settings,
      synchronizedEntities:
        settings.synchronizedEntities ?? Object.fromEntries(entities.map(({ key }) => [key, on])),
    },
  });
  const run = async (options?: SyncOptions) => {
    hub.writes.length = 0;
    hub.reads.length = 0;
    const outcome = await synchronize(engine, organization.id, options);
    if (typeof outcome === 'string') throw new Error(`nothing was done: ${outcome}`);
    return outcome;
  };
  return { database, engine, hub, organization, clock, run, close: remove };
}

/** The same with an application in memory, which counts its calls as the hub does. */
export interface SyncWorld extends World {
  application: MemoryApplication;
}

export async function createSyncWorld(
  entities: readonly AnyEntity<MemoryApplication>[] = [new Company(), new Person()],
  settings: OrganizationSettings = {},
  log: Log = silentLog,
): Promise<SyncWorld> {
  const clock = createClock();
  const application = createMemoryApplication(() => clock.now);
  const world = await createWorld({ entities, client: () => application, settings, clock, log });
  return {
    ...world,
    application,
    run(options) {
      application.writes.length = 0;
      application.reads.length = 0;
      return world.run(options);
    },
  };
}
