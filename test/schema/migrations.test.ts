import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { applyMigrations } from '../../src/schema/apply.ts';
import { openDatabase } from '../../src/schema/connection.ts';
import type { Provider } from '../../src/schema/provider.ts';
import { resolveMigration } from '../../src/schema/resolve.ts';
import { databaseDrift, migrationStatus } from '../../src/schema/status.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts';
import { emptyProject, type SchemaProject, scaffoldedProject } from '../support/schema-project.ts';

const SQLITE_URL = 'file:./data/deep/development.db';
let postgres: Postgres;

// Processes and a server are started here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

beforeAll(async () => {
  if (postgresPrograms) postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

const databases: { provider: Provider; freshUrl: () => Promise<string>; skip: string | false }[] = [
  { provider: 'sqlite', freshUrl: async () => SQLITE_URL, skip: false },
  {
    provider: 'postgresql',
    freshUrl: () => postgres.freshDatabase(),
    skip: postgresPrograms ? false : ' (skipped: no PostgreSQL programs on this machine)',
  },
];

for (const { provider, freshUrl, skip } of databases) {
  describe.skipIf(skip)(`migrations on ${provider}${skip || ''}`, () => {
    async function project(make: typeof emptyProject) {
      const url = await freshUrl();
      const made = await make(provider, url);
      return { ...made, url, apply: () => applyMigrations(made.folder, url), ...looks(made, provider, url) };
    }

    it('make the database that schema.prisma describes, with the tables of the original', async () => {
      const { folder, url, apply, query } = await project(scaffoldedProject);
      expect(await apply()).toEqual({ applied: ['0001_init'], edited: [] });
      expect(await databaseDrift(folder, url)).toBe('');
      for (const table of [
        'id_maps',
        'organizations',
        'users',
        'user_organization_rels',
        'synchronizations',
      ]) {
        expect(await query(`SELECT * FROM ${table}`)).toEqual([]);
      }
    });

    it('do nothing the second time', async () => {
      const { apply } = await project(scaffoldedProject);
      await apply();
      expect(await apply()).toEqual({ applied: [], edited: [] });
    });

    it('are applied in the order of their names, and listed by their state', async () => {
      const { folder, url, apply, addMigration } = await project(emptyProject);
      await addMigration('0002_b', 'ALTER TABLE a ADD COLUMN b INTEGER;');
      await addMigration('0001_a', 'CREATE TABLE a (id INTEGER);');
      expect((await apply()).applied).toEqual(['0001_a', '0002_b']);

      await addMigration('0003_c', 'DROP TABLE a;');
      await addMigration('0001_a', 'CREATE TABLE a (id INTEGER, more INTEGER);');
      await rm(join(folder, 'prisma/migrations/0002_b'), { recursive: true });
      expect(await migrationStatus(folder, url)).toEqual([
        { name: '0001_a', state: 'edited' },
        { name: '0002_b', state: 'missing' },
        { name: '0003_c', state: 'pending' },
      ]);
      expect(await apply()).toEqual({ applied: ['0003_c'], edited: ['0001_a'] });
    });

    it('take a checkout with other line ends for the same file', async () => {
      const { folder, url, apply, addMigration } = await project(emptyProject);
      await addMigration('0001_a', 'CREATE TABLE a (\nid INTEGER);\n');
      await apply();
      await addMigration('0001_a', 'CREATE TABLE a (\r\nid INTEGER);\r\n');
      expect(await migrationStatus(folder, url)).toEqual([{ name: '0001_a', state: 'applied' }]);
    });

    it('keep nothing of one that fails, and go on once it is corrected', async () => {
      const { apply, addMigration, query } = await project(emptyProject);
      await addMigration('0001_a', 'CREATE TABLE a (id INTEGER);');
      await addMigration('0002_b', 'CREATE TABLE b (id INTEGER); CREATE TABLE a (id INTEGER);');
      await addMigration('0003_c', 'CREATE TABLE c (id INTEGER);');
      expect(await apply()).toEqual({
        applied: ['0001_a'],
        edited: [],
        failed: { name: '0002_b', reason: expect.stringMatching(/"?a"? already exists/), undone: true },
      });
      await expect(query('SELECT * FROM b')).rejects.toThrow();

      await addMigration('0002_b', 'CREATE TABLE b (id INTEGER);');
      expect(await apply()).toEqual({ applied: ['0002_b', '0003_c'], edited: [] });
    });

    it('stop at one that ended transactions itself, until a person says what became of it', async () => {
      const { folder, url, apply, addMigration, query } = await project(emptyProject);
      await addMigration(
        '0001_a',
        'BEGIN; CREATE TABLE a (id INTEGER); COMMIT; CREATE TABLE a (id INTEGER);',
      );
      const failed = { name: '0001_a', reason: expect.stringContaining('already exists'), undone: false };
      expect((await apply()).failed).toEqual(failed);
      expect((await apply()).failed).toEqual(failed);
      expect(await migrationStatus(folder, url)).toMatchObject([{ name: '0001_a', state: 'failed' }]);

      await query('DROP TABLE a');
      await resolveMigration(folder, url, '0001_a', 'rolled back');
      expect(await migrationStatus(folder, url)).toEqual([{ name: '0001_a', state: 'pending' }]);
      await addMigration('0001_a', 'CREATE TABLE a (id INTEGER);');
      expect((await apply()).applied).toEqual(['0001_a']);
    });

    it('of a database that was there before can be declared applied', async () => {
      const { folder, url, apply, query, addMigration } = await project(emptyProject);
      await query('CREATE TABLE a (id INTEGER)');
      await addMigration('0001_a', 'CREATE TABLE a (id INTEGER);');
      await expect(apply()).rejects.toThrow(/connector migrate --applied 0001_a/);
      await resolveMigration(folder, url, '0001_a', 'applied');
      expect(await apply()).toEqual({ applied: [], edited: [] });
    });

    it('cannot be declared anything when they are not there, or fine', async () => {
      const { folder, url, apply, addMigration } = await project(emptyProject);
      await addMigration('0001_a', 'CREATE TABLE a (id INTEGER);');
      await apply();
      await expect(resolveMigration(folder, url, '0009_x', 'applied')).rejects.toThrow(/no migration 0009_x/);
      await expect(resolveMigration(folder, url, '0001_a', 'rolled back')).rejects.toThrow(
        /not in a failed state/,
      );
    });

    it('are run by one process at a time, however many start at once', async () => {
      const { folder, url, addMigration } = await project(scaffoldedProject);
      const names = Array.from({ length: 5 }, (_, index) => `0002_step_${index}`);
      for (const name of names) await addMigration(name, `CREATE TABLE ${name.slice(5)} (id INTEGER);`);

      const results = await Promise.all([1, 2, 3, 4].map(() => migrateInOwnProcess(folder)));
      expect(results.flatMap(({ applied }) => applied)).toEqual(['0001_init', ...names]);
      expect(results.filter(({ failed }) => failed)).toEqual([]);
      expect((await migrationStatus(folder, url)).every(({ state }) => state === 'applied')).toBe(true);
    });
  });
}

describe('a SQLite database', () => {
  it('is not made by asking for its state', async () => {
    const { folder } = await scaffoldedProject('sqlite', SQLITE_URL);
    expect(await migrationStatus(folder, SQLITE_URL)).toEqual([{ name: '0001_init', state: 'pending' }]);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('and its write-ahead log are all that migrating leaves behind', async () => {
    const { folder } = await scaffoldedProject('sqlite', SQLITE_URL);
    await applyMigrations(folder, SQLITE_URL);
    const files = await readdir(join(folder, 'data/deep'));
    expect(files.filter((name) => !/^development\.db(-shm|-wal)?$/.test(name))).toEqual([]);
  });

  it('is not kept locked by the file that a killed process left', async () => {
    const { folder } = await scaffoldedProject('sqlite', SQLITE_URL);
    await mkdir(join(folder, 'data/deep'), { recursive: true });
    await writeFile(join(folder, 'data/deep/development.db.migrating'), '');
    expect((await applyMigrations(folder, SQLITE_URL)).applied).toEqual(['0001_init']);
  });

  it('keeps the rows that refer to a table which has to be made anew', async () => {
    const { folder, addMigration } = await emptyProject('sqlite', SQLITE_URL);
    await addMigration(
      '0001_a',
      `CREATE TABLE a (id INTEGER PRIMARY KEY);
       CREATE TABLE b (a INTEGER REFERENCES a(id) ON DELETE CASCADE);
       INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);`,
    );
    await addMigration(
      '0002_b',
      `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
       CREATE TABLE new_a (id INTEGER PRIMARY KEY, x INTEGER); INSERT INTO new_a SELECT id, 1 FROM a;
       DROP TABLE a; ALTER TABLE new_a RENAME TO a;
       PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`,
    );
    expect((await applyMigrations(folder, SQLITE_URL)).applied).toHaveLength(2);
    expect(await looks({ folder }, 'sqlite', SQLITE_URL).query('SELECT a FROM b')).toHaveLength(1);
  });

  it('must have an address that fits the schema', async () => {
    const { folder } = await emptyProject('sqlite', SQLITE_URL);
    await expect(applyMigrations(folder, 'postgresql://x:secret@y/z')).rejects.toThrow(
      'prisma/schema.prisma is for sqlite, but DATABASE_URL begins with "postgresql:". Write it as file:./data/development.db.',
    );
  });
});

describe.skipIf(!postgresPrograms)('a PostgreSQL database', () => {
  it('is created when it is not there, but not by asking for its state', async () => {
    const url = (await postgres.freshDatabase()).replace(/\w+$/, 'made_by_migrating');
    const { folder } = await scaffoldedProject('postgresql', url);
    await expect(migrationStatus(folder, url)).rejects.toThrow(/"made_by_migrating" does not exist/);
    expect((await applyMigrations(folder, url)).applied).toEqual(['0001_init']);
  });

  it('that does not answer is named without its password', async () => {
    const url = 'postgresql://someone:secret@127.0.0.1:1/name';
    const { folder } = await scaffoldedProject('postgresql', url);
    await expect(applyMigrations(folder, url)).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1 cannot be used \((?!.*secret).*ECONNREFUSED/,
    );
  });

  it('is given a script whole, with the semicolons that do not end a statement', async () => {
    const url = await postgres.freshDatabase();
    const { folder, addMigration } = await emptyProject('postgresql', url);
    await addMigration(
      '0001_a',
      `-- One; two.
       CREATE TABLE a (t TEXT DEFAULT 'x;y');
       CREATE FUNCTION one() RETURNS INTEGER LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
       INSERT INTO a DEFAULT VALUES;`,
    );
    expect(await applyMigrations(folder, url)).toEqual({ applied: ['0001_a'], edited: [] });
    expect(await looks({ folder }, 'postgresql', url).query('SELECT t, one() FROM a')).toEqual([['x;y', 1]]);
  });
});

function looks({ folder }: Pick<SchemaProject, 'folder'>, provider: Provider, url: string) {
  return {
    query: async (sql: string) => {
      const connection = await openDatabase(folder, url, provider);
      return await connection.query(sql).finally(() => connection.close());
    },
  };
}

async function migrateInOwnProcess(folder: string) {
  const script = fileURLToPath(new URL('../support/migrate-process.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, folder]);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof applyMigrations>>;
}
