import {
  createVault,
  type Database,
  type Engine,
  type Entity,
  type Organization,
  type Synchronization,
  type SyncOptions,
  silentLog,
  synchronize,
} from '../../src/engine/index.ts';
import { createTestDatabase } from './database.ts';
import {
  Company,
  createMemoryApplication,
  type MemoryApplication,
  MemoryExternal,
  Person,
} from './memory-application.ts';
import { createMemoryHub, type MemoryHub } from './memory-hub.ts';

/** One organization between a hub and an application in memory, with a clock that stands still until it is moved. */
export interface SyncWorld {
  database: Database;
  engine: Engine;
  hub: MemoryHub;
  application: MemoryApplication;
  organization: Organization;
  clock: { now: Date; forward(seconds: number): void };
  /** Runs, and leaves the lists of writes holding only what this run wrote. */
  run(options?: SyncOptions): Promise<Synchronization>;
  close(): Promise<void>;
}

export async function createSyncWorld(
  entities: readonly Entity<MemoryApplication>[] = [new Company(), new Person()],
  settings: Partial<Pick<Organization, 'historicalData' | 'dateFilteringLimit' | 'oauthUid'>> = {},
): Promise<SyncWorld> {
  const clock = createClock();
  const { database, remove } = await createTestDatabase();
  const hub = createMemoryHub(() => clock.now);
  const application = createMemoryApplication(() => clock.now);
  const external = new MemoryExternal(application, entities) as unknown as Engine['external'];
  const vault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);
  const engine: Engine = {
    database,
    external,
    vault,
    log: silentLog,
    now: () => clock.now,
    connecClient: () => hub,
    refreshTokens: async () => ({ accessToken: 'renewed' }),
  };
  const organization = await database.organization.create({
    data: {
      uid: 'cld-1',
      tenant: 'default',
      name: 'Fern & Co',
      oauthProvider: 'memory',
      oauthUid: 'memory-1',
      oauthToken: vault.encrypt('token'),
      syncEnabled: true,
      synchronizedEntities: Object.fromEntries(
        entities.map((entity) => [entity.key, { toConnec: true, toExternal: true }]),
      ),
      ...settings,
    },
  });
  return {
    database,
    engine,
    hub,
    application,
    organization,
    clock,
    async run(options) {
      hub.writes.length = 0;
      application.writes.length = 0;
      const outcome = await synchronize(engine, organization.id, options);
      if (typeof outcome === 'string') throw new Error(`nothing was done: ${outcome}`);
      return outcome;
    },
    close: remove,
  };
}

function createClock() {
  const clock = {
    now: new Date('2026-01-01T00:00:00Z'),
    forward(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1000);
    },
  };
  return clock;
}
