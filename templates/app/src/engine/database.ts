import { Prisma } from '../generated/prisma/client.ts';

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

/** A statement over many rows: `before (?, ?), (?, ?) after`, with a parameter for every value. */
export function sql(before: string, rows: readonly (readonly unknown[])[], after: string): Prisma.Sql {
  const texts: string[] = [];
  let text = `${before}(`;
  rows.forEach((row, r) => {
    row.forEach((_value, c) => {
      texts.push(text);
      text = c + 1 < row.length ? ',' : r + 1 < rows.length ? '),(' : ')';
    });
  });
  return new Prisma.Sql([...texts, `${text}${after}`], rows.flat());
}
