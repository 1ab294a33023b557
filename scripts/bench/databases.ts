import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';

export type DatabaseKind = 'sqlite' | 'postgresql';

/** Fresh databases for the bench, all gone when it ends. */
export interface BenchDatabases {
  /** URL of one that is not there yet, or not in use any more. */
  fresh(): Promise<string>;
  remove(): Promise<void>;
}

export function openDatabases(kind: DatabaseKind): BenchDatabases {
  return kind === 'sqlite' ? files() : onServer(String(process.env.DATABASE_URL));
}

function files(): BenchDatabases {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  let made = 0;
  return {
    async fresh() {
      made += 1;
      return `file:${join(folder, `${made}.db`)}`;
    },
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Beside the database that the URL names, which is left alone. */
function onServer(url: string): BenchDatabases {
  const names: string[] = [];
  return {
    async fresh() {
      const name = `bench_${process.pid}_${names.length + 1}`;
      await administer(url, `CREATE DATABASE ${name}`);
      names.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async remove() {
      for (const name of names) await administer(url, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function administer(connectionString: string, sql: string): Promise<void> {
  const adapter = await new PrismaPg({ connectionString }).connect();
  try {
    await adapter.executeRaw({ sql, args: [], argTypes: [] });
  } finally {
    await adapter.dispose();
  }
}
