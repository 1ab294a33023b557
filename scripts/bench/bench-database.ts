import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Database } from '../../templates/app/src/engine/index.ts';
import { PrismaClient } from '../../templates/app/src/generated/prisma/client.ts';

export interface BenchDatabase {
  database: Database;
  /** Statements that have passed the driver adapter. */
  statements(): number;
}

/** A database as a project has it, with every statement counted where it leaves for the driver. */
export async function openBenchDatabase(url: string, migrations: readonly string[]): Promise<BenchDatabase> {
  let counted = 0;
  const count = () => {
    counted += 1;
  };
  const sqlite = url.startsWith('file:');
  const factory = sqlite ? new PrismaLibSql({ url, timeout: 5000 }) : new PrismaPg({ connectionString: url });
  const database = new PrismaClient({ adapter: counting(factory, count) }) as unknown as Database;
  if (sqlite) await database.$queryRawUnsafe('PRAGMA journal_mode = WAL');
  for (const script of migrations)
    for (const statement of statementsOf(script)) await database.$executeRawUnsafe(statement);
  return { database, statements: () => counted };
}

const statementsOf = (script: string) =>
  script
    .replace(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .filter((statement) => statement.trim() !== '');

const statements = ['queryRaw', 'executeRaw'];
const openings = ['connect', 'startTransaction'];

/** Wraps the adapter and whatever it opens: connections and transactions. */
function counting<T extends object>(target: T, count: () => void): T {
  return new Proxy(target, {
    get(object, key) {
      const value = Reflect.get(object, key);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (statements.includes(String(key))) count();
        const result = value.apply(object, args);
        if (!openings.includes(String(key))) return result;
        return Promise.resolve(result).then((opened) => counting(opened as object, count));
      };
    },
  });
}
