import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './engine/index.ts';
import { PrismaClient } from './generated/prisma/client.ts';

/** A connection that has died without a word is noticed, and nobody waits for one for ever. */
export const patience = {
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  connectionTimeoutMillis: 30_000,
};

/**
 * @param url as in DATABASE_URL: `postgresql://user:password@host:5432/name`.
 * @param connections at a time, of this process.
 */
export function createDatabase(url: string, connections = 10): Database {
  const adapter = new PrismaPg({ connectionString: url, max: connections, ...patience });
  return new PrismaClient({ adapter });
}
