import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@libsql/client';
import { onTestFinished, vi } from 'vitest';
import { git } from '../../src/actions/git.ts';
import { type DatabaseOptions, database } from '../../src/commands/database.ts';
import { toPostgres } from '../../src/database/postgres-migrations.ts';
import { openTarget } from '../../src/database/target.ts';
import { applyThese } from '../../src/schema/apply.ts';
import { readMigrations } from '../../src/schema/migrations.ts';
import { makeGrown, withSqlite } from './grown-sqlite.ts';
import { startPostgres } from './postgres.ts';

/** Projects that have grown on SQLite, and a PostgreSQL to move them to. */
export type Moves = Awaited<ReturnType<typeof startMoves>>;

export async function startMoves() {
  const home = await mkdtemp(join(tmpdir(), 'connector database '));
  const grown = join(home, 'grown');
  const [postgres] = await Promise.all([startPostgres(), makeGrown(grown)]);

  /** A copy of the grown project, committed, and an empty database for it. */
  async function newProject() {
    const [folder, url] = [await copyOf(grown), await postgres.freshDatabase()];
    return {
      folder,
      url,
      run: (options: DatabaseOptions = {}) => run({ folder, url, ...options }),
      /** What has changed in its files, those that git does not know left out. */
      status: async () => (await git(folder, 'status', '--porcelain')).split('\n').filter(Boolean),
      sqlite: (work: (client: Client) => Promise<unknown>) => withSqlite(folder, work),
    };
  }

  async function copyOf(project: string): Promise<string> {
    const folder = join(await mkdtemp(join(home, 'copy ')), 'my-app');
    const modules = join(project, 'node_modules');
    await cp(project, folder, { recursive: true, filter: (path) => path !== modules });
    await symlink(modules, join(folder, 'node_modules'));
    return folder;
  }

  /** Asks a PostgreSQL database, until the test is over. */
  async function connected(url: string) {
    const target = await openTarget(grown, url);
    if (!target) throw new Error(`there is no ${url}`);
    onTestFinished(() => target.close());
    return (sql: string) => target.rows<unknown[]>(sql);
  }

  /** The same, with the tables of the project in it. */
  async function migrated(folder: string, url: string) {
    const schema = await readFile(join(folder, 'prisma/schema.prisma'), 'utf8');
    const { migrations } = await toPostgres(await readMigrations(folder), schema);
    await applyThese(folder, url, { provider: 'postgresql', migrations });
    return await connected(url);
  }

  return {
    grown,
    freshDatabase: () => postgres.freshDatabase(),
    newProject,
    copyOf,
    connected,
    migrated,
    async close() {
      await postgres.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export interface Result {
  dryRun: boolean;
  from: string | null;
  to: string;
  tables: { name: string; rows: number; sha256?: string }[];
  files: { verb: string; path: string }[];
  notes: string[];
}

/** Runs the command, which prints JSON and nothing else. */
export async function run(options: DatabaseOptions): Promise<Result> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await database({ json: true, ...options });
    return JSON.parse(log.mock.calls.map(([line]) => line).join('\n')) as Result;
  } finally {
    log.mockRestore();
  }
}
