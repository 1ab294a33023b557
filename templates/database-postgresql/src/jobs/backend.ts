import { createHash } from 'node:crypto';
import {
  createPostgresBackend,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import pg from 'pg';
import type { Config } from '../config.ts';
import { patience } from '../database.ts';
import type { Log } from '../engine/index.ts';
import { type Lane, lanes } from './jobs.ts';

type Settings = Omit<WorkerOptions, 'connection'>;

/** Where the queues are. Both kinds of it are BullMQ, and behave alike. */
export interface Backend {
  queue(lane: Lane): Queue;
  worker(lane: Lane, processor: Processor, settings: Settings): Worker;
  /** Whatever the queues need is there. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export const openBackend = (config: Pick<Config, 'databaseUrl' | 'redisUrl'>, log: Log): Backend =>
  config.redisUrl ? onRedis(config.redisUrl, config.databaseUrl) : onPostgres(config.databaseUrl, log);

/** BullMQ's tables have a schema to themselves, and its own migrations, which several processes may begin at once. */
const schema = 'bullmq';

/** Each worker keeps one connection, on which it is told of new jobs; the others are shared. */
const connections = lanes.length + 4;

function onPostgres(connectionString: string, log: Log): Backend {
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    options: `-c search_path=${schema}`,
    ...patience,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'a connection of the jobs was lost'));
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = pool as never; // Of the same package, by another declaration.
  let migrated: Promise<void> | undefined;
  return {
    queue: (lane) => new Queue(lane, { connection }) as unknown as Queue,
    worker: (lane, processor, settings) =>
      new Worker(lane, processor as never, { ...settings, connection }) as unknown as Worker,
    ready() {
      migrated ??= migrate(pool).catch((error) => {
        migrated = undefined;
        throw error;
      });
      return migrated;
    },
    close: () => pool.end(),
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client as never, schema);
  } finally {
    client.release();
  }
}

/** Connectors may share a Redis: the jobs of each are those of its database. */
function onRedis(url: string, databaseUrl: string): Backend {
  const { host, pathname } = new URL(databaseUrl);
  const prefix = `connector-${createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 12)}`;
  return {
    // Whoever asks for a job is told that Redis is away, rather than kept waiting until it is back.
    queue: (lane) => new Queue(lane, { prefix, connection: { url, maxRetriesPerRequest: 2 } }),
    worker: (lane, processor, settings) =>
      new Worker(lane, processor, { ...settings, prefix, connection: { url, maxRetriesPerRequest: null } }),
    ready: async () => {},
    close: async () => {},
  };
}
