/** The engine's only window on what is generated: the Prisma client and its rows. */
export type {
  IdMap,
  InboxMessage,
  Membership,
  Organization,
  Prisma,
  PrismaClient as Database,
  Synchronization,
  User,
  Watermark,
} from '../generated/prisma/client.ts';
