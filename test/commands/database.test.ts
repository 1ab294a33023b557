import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { carryOut, prepareMove } from '../../src/database/move.ts';
import { silent, type Talk } from '../../src/database/talk.ts';
import { openTarget } from '../../src/database/target.ts';
import { findProject } from '../../src/project.ts';
import { UserError } from '../../src/user-error.ts';
import { MAPS } from '../support/grown-sqlite.ts';
import { type Moves, run, startMoves } from '../support/moves.ts';
import { commitAll, replace } from '../support/next-version.ts';
import { postgresPrograms } from '../support/postgres.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(!postgresPrograms)('connector database postgresql', () => {
  let moves: Moves;
  beforeAll(async () => {
    vi.stubEnv('DATABASE_URL', '');
    moves = await startMoves();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moves.close();
  });

  test('goes on where it was cut off, and copies nothing twice', async () => {
    const { folder, run, url, status } = await moves.newProject();
    const rows = await moves.migrated(folder, url);
    // PostgreSQL ends the connection in the middle of the third batch.
    await rows(`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'`);
    await rows(
      'CREATE TRIGGER cut BEFORE INSERT ON id_maps FOR EACH ROW WHEN (NEW.id = 4321) EXECUTE FUNCTION cut()',
    );
    await expect(run()).rejects.toThrow(/connection to PostgreSQL was lost .+ It goes on where it was\./);
    expect(await status()).toEqual([]);
    const written = 'SELECT id, xmin::text FROM id_maps ORDER BY id';
    const first = await rows(written);
    expect(first).toHaveLength(4000);

    await rows('DROP TRIGGER cut ON id_maps');
    const { tables } = await run();
    expect(tables.find(({ name }) => name === 'id_maps')?.rows).toBe(MAPS);
    expect((await rows(written)).slice(0, 4000)).toEqual(first);
    expect(await rows("SELECT to_regclass('_connector_copy')")).toEqual([[null]]);
    await expect(rows('UPDATE "Category" SET "parentId" = 99')).rejects.toThrow(/foreign key/);
  });

  test('begins anew when the file has changed since it was cut off', async () => {
    const { folder, run, url, sqlite } = await moves.newProject();
    await sqlite((client) => client.execute(`UPDATE inbox SET body = '{"a":"\\u0000"}'`));
    await expect(run()).rejects.toThrow(
      /cannot keep the row of inbox with id 1 \(unsupported Unicode escape sequence\)\. Correct it/,
    );
    await rename(join(folder, 'data'), join(folder, 'dist'));
    await expect(run()).rejects.toThrow(/^A copy of .+development\.db to this database was cut off/);
    await rename(join(folder, 'dist'), join(folder, 'data'));
    await sqlite(async (client) => {
      await client.execute(`UPDATE inbox SET body = '{}'`);
      await client.execute('DELETE FROM users WHERE id = 7');
      await client.execute(`UPDATE audit_entries SET actor = 'another'`);
    });
    await run();
    const rows = await moves.connected(url);
    expect(await rows('SELECT actor FROM audit_entries')).toEqual([['another']]);
    expect(await rows('SELECT id FROM users')).toEqual([[1]]);
  });

  test('notices what is written to the file meanwhile, and leaves the project as it is', async () => {
    const { folder, url, status, sqlite } = await moves.newProject();
    const move = await prepareMove(await findProject(folder), true, { url }, silent);
    onTestFinished(() => move.close());
    const meddling: Talk = {
      ...silent,
      step: async (verb, subject, work) => {
        if (subject === 'sessions') await sqlite((client) => client.execute('DELETE FROM sessions'));
        return silent.step(verb, subject, work);
      },
    };
    await expect(carryOut(move, meddling)).rejects.toThrow(
      /^Something has written to .+development\.db meanwhile/,
    );
    expect(await status()).toEqual([]);
  });

  test('tells in a dry run what it would do, and does nothing', async () => {
    const { run, url, status } = await moves.newProject();
    const missing = `${url}_not_there`;
    const result = await run({ dryRun: true, url: missing });
    expect(result.tables).toContainEqual({ name: 'id_maps', rows: MAPS });
    expect(result.files).toContainEqual({ verb: 'update', path: 'prisma/schema.prisma' });
    expect(await status()).toEqual([]);
    expect(await openTarget(moves.grown, missing)).toBeUndefined();
  });

  test('leaves conflict markers where the person has changed the same lines, and says so when all is done', async () => {
    const { folder, run, url } = await moves.newProject();
    await replace(join(folder, 'src/database.ts'), 'timeout: 5000', 'timeout: 9000');
    await commitAll(folder);
    await expect(run()).rejects.toThrow(/^All is done, but .+ changed lines of src\/database\.ts/);
    expect(await readFile(join(folder, 'src/database.ts'), 'utf8')).toContain('<<<<<<< yours');
    expect(await (await moves.connected(url))('SELECT count(*)::int FROM users')).toEqual([[2]]);
  });

  describe('in a project that is on PostgreSQL already', () => {
    let moved: Awaited<ReturnType<Moves['newProject']>>;
    let file: string;
    beforeAll(async () => {
      moved = await moves.newProject();
      await moved.run();
      await commitAll(moved.folder);
      file = join(moved.folder, 'data/development.db');
    });

    /** As it is when the process dies between the last file and the end. */
    async function cutOffAtTheEnd(rows: (sql: string) => Promise<unknown>): Promise<void> {
      await rows(
        'CREATE TABLE _connector_copy (path text, fingerprint text, reached jsonb, away jsonb, finished boolean)',
      );
      await rows(`INSERT INTO _connector_copy VALUES ('${file}', '', '{}', '[]', true)`);
    }

    test('copies another file', async () => {
      const production = await moves.freshDatabase();
      const result = await moved.run({ from: file, url: production });
      expect(result.files).toEqual([]);
      const rows = await moves.connected(production);
      expect(await rows('SELECT count(*)::int FROM id_maps')).toEqual([[MAPS]]);
      expect(await moved.status()).toEqual([]);
    });

    test('leaves a database as it is when its copy was cut off at the very end, and forgets that copy', async () => {
      const { run, url } = moved;
      const rows = await moves.connected(url);
      await cutOffAtTheEnd(rows);
      await expect(run({ from: file })).rejects.toThrow(/has rows in Category that no copy under way/);
      expect(await rows('SELECT count(*)::int FROM id_maps')).toEqual([[MAPS]]);
      expect(await run()).toEqual({ ended: true });
      await expect(run()).rejects.toThrow(/is on PostgreSQL already/);
    });

    test('keeps a row that the connector writes before another copy begins', async () => {
      const { folder } = moved;
      const url = await moves.freshDatabase();
      const rows = await moves.migrated(folder, url);
      await cutOffAtTheEnd(rows);
      const move = await prepareMove(await findProject(folder), false, { url, from: file }, silent);
      onTestFinished(() => move.close());
      await rows(`INSERT INTO "Label" (word) VALUES ('new')`);
      await expect(carryOut(move, silent)).rejects.toThrow(UserError);
      expect(await rows(`SELECT word FROM "Label" WHERE word = 'new'`)).toEqual([['new']]);
    });

    test('says what is wrong with an address, and that all is done where none is told', async () => {
      const { folder, url } = moved;
      await expect(run({ folder, url: 'postgresql://127.0.0.1:1/x' })).rejects.toThrow(
        /^PostgreSQL at 127\.0\.0\.1:1 cannot be used/,
      );
      await expect(run({ folder, url: 'file:x.db' })).rejects.toThrow(/^--url is no address of PostgreSQL/);
      await replace(join(folder, '.env'), `DATABASE_URL=${url}`, '');
      await expect(run({ folder })).rejects.toThrow(/is on PostgreSQL already/);
    });
  });

  test('works where there is no SQLite file yet', async () => {
    const { folder, run } = await moves.newProject();
    await rm(join(folder, 'data'), { recursive: true });
    expect(await run()).toMatchObject({ from: null, tables: [] });
  });
});
