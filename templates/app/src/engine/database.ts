import type { PrismaClient } from '../generated/prisma/client.ts';

/** The engine's only window on what is generated: the Prisma client and its rows. */
export type {
  IdMap,
  InboxMessage,
  Membership,
  Organization,
  PrismaClient as Database,
  Process,
  RunRequest,
  Synchronization,
  User,
  Watermark,
  WritePage,
} from '../generated/prisma/client.ts';
export { Prisma } from '../generated/prisma/client.ts';

/** Which SQL the database speaks: the engine's own statements are written for both. */
export function isPostgres(database: PrismaClient): boolean {
  return (database as unknown as { _activeProvider: string })._activeProvider === 'postgresql';
}
