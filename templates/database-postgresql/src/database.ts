import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './engine/index.ts';
import { PrismaClient } from './generated/prisma/client.ts';

/**
 * @param url as in DATABASE_URL: `postgresql://user:password@host:5432/name`.
 * @param connections at a time, of this process.
 */
export function createDatabase(url: string, connections = 10): Database {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connections }) });
}
