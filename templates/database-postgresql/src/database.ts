import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from './engine/index.ts';
import { PrismaClient } from './generated/prisma/client.ts';

/** `url` as in DATABASE_URL: `postgresql://user:password@host:5432/name`. */
export function createDatabase(url: string): Database {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
}
