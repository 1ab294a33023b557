import { PrismaLibSql } from '@prisma/adapter-libsql';
import type { Database } from './engine/index.ts';
import { PrismaClient } from './generated/prisma/client.ts';

/** `url` as in DATABASE_URL: `file:./data/development.db`. A file is opened once, whatever `_connections` says. */
export function createDatabase(url: string, _connections?: number): Database {
  // Two writers (the web server and a worker) wait for each other up to `timeout` milliseconds.
  return new PrismaClient({ adapter: new PrismaLibSql({ url, timeout: 5000 }) });
}
