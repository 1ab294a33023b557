import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { git } from '../../src/actions/git.ts';
import type { DatabaseOptions } from '../../src/commands/database.ts';
import { toolPackage } from '../../src/tool.ts';
import { UserError } from '../../src/user-error.ts';
import { withSqlite } from '../support/grown-sqlite.ts';
import { type Moves, run, startMoves } from '../support/moves.ts';
import { replace } from '../support/next-version.ts';
import { postgresPrograms } from '../support/postgres.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!postgresPrograms)('connector database postgresql changes nothing', () => {
  let moves: Moves;
  let project: { folder: string };
  let empty: string;
  beforeAll(async () => {
    vi.stubEnv('DATABASE_URL', '');
    moves = await startMoves();
    project = { folder: await moves.copyOf(moves.grown) };
    empty = await moves.freshDatabase();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moves.close();
  });

  const SOMEWHERE = 'postgresql://ada:s3cret@127.0.0.1:1/x';
  const soon = new Date(Date.now() + 60_000).toISOString();
  const sqliteCases: [string, string[], RegExp][] = [
    [
      'while an organization is being synchronized',
      [`UPDATE organizations SET lease_owner = 'run', lease_expires_at = '${soon}' WHERE id = 2`],
      /Birch Ltd is being synchronized: stop every process/,
    ],
    [
      'for a row that refers to nothing',
      ['PRAGMA foreign_keys = OFF', 'UPDATE watermarks SET organization_id = 77'],
      /Row 1 of watermarks refers to a row of organizations that is not there/,
    ],
    [
      'for a text that ends in the middle',
      [`UPDATE users SET locale = 'a' || char(0) || 'b' WHERE id = 7`],
      /Row 7 of users has a text with the character 0/,
    ],
    ['for a table of somebody else', ['CREATE TABLE mine (id INTEGER)'], /has the table "mine"/],
    [
      'for a file that is not migrated',
      [`DELETE FROM _prisma_migrations WHERE migration_name = '0001_init'`],
      /is not migrated \(0001_init\)/,
    ],
  ];
  test.each(sqliteCases)('%s', async (_when, statements, message) => {
    const file = join(project.folder, 'data/changed.db');
    // Not a copy of the file: what was written last may still stand in the log beside it.
    await withSqlite(project.folder, (client) => client.execute({ sql: 'VACUUM INTO ?', args: [file] }));
    onTestFinished(() => rm(file));
    const client = createClient({ url: `file:${file}` });
    for (const statement of statements) await client.execute(statement);
    client.close();
    await refused({ from: file, url: empty }, message);
  });

  test('for a database that has rows, tables of something else, or other migrations', async () => {
    const full = await moves.freshDatabase();
    const rows = await moves.migrated(project.folder, full);
    await rows(`INSERT INTO users (uid, tenant, email, updated_at) VALUES ('u', 't', 'e', now())`);
    await refused({ url: full }, /has rows in users that no copy under way has brought/);
    await rows('TRUNCATE users CASCADE');
    await rows(`UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = '0001_init'`);
    await refused({ url: full }, /migrated in another way \(0001_init is another one there\)/);

    const strange = await moves.freshDatabase();
    await (await moves.connected(strange))('CREATE TABLE wordpress (id int)');
    await refused({ url: strange }, /has tables of something else \(wordpress\)/);
  });

  test('without an address that answers, and shows no password', async () => {
    onTestFinished(() => void vi.stubEnv('DATABASE_URL', ''));
    await refused({}, /^Which database is it to be\? Set DATABASE_URL=/);
    await refused({ url: 'file:./data/other.db' }, /^--url is no address of PostgreSQL/);
    await refused({ url: SOMEWHERE }, /^PostgreSQL at 127\.0\.0\.1:1 cannot be used/);
    vi.stubEnv('DATABASE_URL', SOMEWHERE);
    await refused({}, /^PostgreSQL at 127\.0\.0\.1:1 cannot be used/);
    vi.stubEnv('DATABASE_URL', 'file:./data/development.db');
    await refused({}, /^Which database is it to be\?/);
  });

  test('without a file that can be read', async () => {
    const url = empty;
    await refused({ url, from: join(project.folder, 'nothing.db') }, /^There is no .+nothing\.db\./);
    await refused({ url, from: join(project.folder, 'package.json') }, /cannot be read as a SQLite database/);
  });

  test('while something is not committed, or not migrated, or of another version', async () => {
    const [{ folder }, url] = [project, empty];
    await writeFile(join(folder, 'note.txt'), '');
    await expect(run({ folder, url })).rejects.toThrow(/^Not everything is committed \(note\.txt\)/);
    await rm(join(folder, 'note.txt'));
    await appendFile(join(folder, 'prisma/schema.prisma'), '\nmodel New {\n  id Int @id\n}\n');
    await expect(run({ folder, url })).rejects.toThrow(/has changed since the last migration/);
    await git(folder, 'checkout', '--quiet', '.');
    await replace(
      join(folder, 'connector.json'),
      `"tool": "${toolPackage.version}",\n  "answers"`,
      '"tool": "0.0.1",\n  "answers"',
    );
    await expect(run({ folder, url })).rejects.toThrow(
      /is of create-connector 0\.0\.1.+"connector upgrade" first/,
    );
    await git(folder, 'checkout', '--quiet', '.');
    expect(
      await (await moves.connected(empty))('SELECT 1 FROM pg_tables WHERE schemaname = current_schema()'),
    ).toEqual([]);
  });

  async function refused(options: DatabaseOptions, message: RegExp): Promise<void> {
    const { folder } = project;
    const settings = await readFile(join(folder, '.env'), 'utf8');
    const told: Error = await run({ folder, ...options }).catch((error) => error);
    expect(told).toBeInstanceOf(UserError);
    expect(told.message).toMatch(message);
    expect(told.message).not.toContain('s3cret');
    expect(await git(folder, 'status', '--porcelain')).toBe('');
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(settings);
  }
});
