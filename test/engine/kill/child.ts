import { createDatabase } from '../../../templates/app/src/database.ts';
import {
  createConnecClient,
  type Database,
  type Engine,
  type JsonObject,
  RecordError,
  RecordNotFoundError,
  silentLog,
  synchronize,
  type Tenant,
} from '../../../templates/app/src/engine/index.ts';
import { type DoubleClient, DoubleExternal } from '../doubles/double-entities.ts';
import { doubleVault } from '../doubles/double-organization.ts';

/** What the parent sends to a child that has started: one run of the engine, and where it is to die. */
export interface Errand {
  databaseUrl: string;
  doublesUrl: string;
  organizationId: number;
  /** The child's clock when it begins. */
  startMs: number;
  keys: boolean;
  conflicts: 'newest' | 'merge';
  /** Dies at the nth step, or at the first one with this label; and this many milliseconds after it. */
  dieAt?: { step?: number; label?: string; afterMs: number };
}

/** What the child says when it got to its end. */
export interface Report {
  outcome: string;
  /** The label of each step, in order. */
  steps: string[];
}

process.once('message', async (errand: Errand) => {
  const steps: string[] = [];
  const step = (label: string) => {
    steps.push(label);
    const { dieAt } = errand;
    if (dieAt && (steps.length === dieAt.step || (label === dieAt.label && !dying))) die(dieAt.afterMs);
  };
  globalThis.fetch = withSteps(globalThis.fetch, step);
  const outcome = await run(errand, step);
  process.send?.({ outcome, steps } satisfies Report, () => process.exit());
});

let dying = false;
function die(afterMs: number): void {
  dying = true;
  if (afterMs === 0) process.kill(process.pid, 'SIGKILL');
  else setTimeout(() => process.kill(process.pid, 'SIGKILL'), afterMs);
}

async function run(errand: Errand, step: (label: string) => void): Promise<string> {
  const bornAt = Date.now();
  const database = createDatabase(errand.databaseUrl);
  const external = new DoubleExternal(createClient(errand.doublesUrl), errand);
  const engine: Engine = {
    database: databaseWithSteps(database, step),
    external: external as unknown as Engine['external'],
    vault: doubleVault,
    log: silentLog,
    now: () => new Date(errand.startMs + Date.now() - bornAt),
    connecClient: ({ uid }) => createConnecClient(tenantAt(errand.doublesUrl), uid),
    refreshTokens: async () => ({ accessToken: 'renewed' }),
  };
  const outcome = await synchronize(engine, errand.organizationId, { forced: true });
  await database.$disconnect();
  return typeof outcome === 'string' ? outcome : `${outcome.status} ${outcome.message ?? ''}`;
}

/** Every statement and every call is a step before it and a step after it. */
function databaseWithSteps(database: Database, step: (label: string) => void): Database {
  return database.$extends({
    query: {
      async $allOperations({ model, operation, args, query }) {
        const label = `${operation} ${model ?? targetOf(args)}`;
        step(`before ${label}`);
        const result = await query(args);
        step(`after ${label}`);
        return result;
      },
    },
  }) as unknown as Database;
}

/** "INSERT INTO id_maps": raw SQL, by its first words. */
const targetOf = (args: unknown) =>
  /(\w+ \w+ \w+)/.exec((args as { sql?: string; strings?: string[] }).strings?.[0] ?? '')?.[0] ?? 'sql';

function withSteps(fetch: typeof globalThis.fetch, step: (label: string) => void): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const label = `${request.method} ${new URL(request.url).pathname.replace(/[\da-f]{8}-[\da-f-]+/, ':id')}`;
    step(`before ${label}`);
    const response = await fetch(request);
    step(`after ${label}`);
    return response;
  };
}

function tenantAt(host: string): Tenant {
  return {
    connec: { host, basePath: '/api/v2', timeoutSeconds: 30 },
    api: { id: 'id', key: 'key' },
  } as unknown as Tenant;
}

function createClient(url: string): DoubleClient {
  const call = async (name: string, ...args: unknown[]) => {
    const response = await fetch(`${url}/application/${name}`, {
      method: 'POST',
      body: JSON.stringify(args),
    });
    const body = (await response.json()) as never;
    if (response.status === 404) throw new RecordNotFoundError(body);
    if (response.status === 422) throw new RecordError(body);
    return body ?? undefined;
  };
  return {
    async *list(collection, since) {
      for (let skip = 0; ; ) {
        const page: JsonObject[] = (await call('list', collection, since ?? null, skip)) ?? [];
        yield page;
        skip += page.length;
        if (page.length === 0) return;
      }
    },
    get: (...args) => call('get', ...args) as never,
    find: (...args) => call('find', ...args) as never,
    create: (...args) => call('create', ...args) as never,
    update: (...args) => call('update', ...args) as never,
  };
}
