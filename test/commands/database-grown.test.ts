import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { checks } from '../../src/doctor/checks.ts';
import { openSite } from '../../src/doctor/site.ts';
import { readLedger } from '../../src/ledger.ts';
import { findProject } from '../../src/project.ts';
import { draftMigration } from '../../src/schema/new-migration.ts';
import { databaseDrift, migrationStatus } from '../../src/schema/status.ts';
import { readBase } from '../../src/upgrade/base.ts';
import { planUpgrade } from '../../src/upgrade/plan.ts';
import { startDev } from '../support/dev.ts';
import { freePort } from '../support/free-port.ts';
import { ADA, MAPS } from '../support/grown-sqlite.ts';
import { type Moves, type Result, startMoves } from '../support/moves.ts';
import { postgresPrograms } from '../support/postgres.ts';
import { runTool } from '../support/tool.ts';

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

  describe('takes a project that has grown to PostgreSQL', () => {
    let moved: Awaited<ReturnType<Moves['newProject']>>;
    let before: string;
    let result: Result;
    beforeAll(async () => {
      moved = await moves.newProject();
      before = await hashOf(join(moved.folder, 'data/development.db'));
      result = await moved.run();
    });

    test('with every row of every table, and leaves the file as it was', async () => {
      const { folder, url } = moved;
      const file = join(folder, 'data/development.db');
      expect(result).toMatchObject({ dryRun: false, from: file, to: url, notes: [] });
      const counts = Object.fromEntries(result.tables.map(({ name, rows }) => [name, rows]));
      expect(counts).toEqual({
        users: 2,
        organizations: 2,
        user_organization_rels: 1,
        synchronizations: 1,
        id_maps: MAPS,
        run_requests: 1,
        throttles: 1,
        processes: 1,
        write_pages: 1,
        watermarks: 1,
        inbox: 1,
        audit_entries: 1,
        used_assertions: 1,
        sessions: 1,
        Category: 3,
        Label: 2,
        _CategoryToLabel: 2,
      });
      expect(result.tables.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256 ?? ''))).toBe(true);
      expect(await hashOf(file)).toBe(before);

      const rows = await moves.connected(url);
      expect(
        await rows(
          'SELECT id, first_name, locale, created_at::text, updated_at::text FROM users ORDER BY id',
        ),
      ).toEqual([
        [1, ADA, null, '2026-01-31 10:00:00.123', '2026-01-31 10:00:01'],
        [7, '', 'fr', '2026-02-28 23:59:59.999', '2026-01-31 10:00:00.5'],
      ]);
      expect(
        await rows(
          'SELECT synchronized_entities, sync_enabled, pull_disabled FROM organizations WHERE id = 1',
        ),
      ).toEqual([[{ contact: { toConnec: true, toExternal: false } }, true, false]]);
      expect(await rows('SELECT body, due_at FROM inbox')).toEqual([
        [{ people: [{ id: 1.5, name: null }] }, null],
      ]);
      expect(
        await rows(
          'SELECT id, "parentId", colour::text, price::float, size, number::text, encode(picture, \'hex\'), extra FROM "Category" ORDER BY id',
        ),
      ).toEqual([
        [1, 3, 'GREEN', 1.5, 0.1, '9007199254740993', '00ff', 12],
        [2, null, 'RED', 0, 1e300, '-1', null, null],
        [3, 3, 'RED', 1234567.25, -0.5, '0', '', { a: [], b: 'é' }],
      ]);
      expect(await rows('SELECT "A", "B" FROM "_CategoryToLabel" ORDER BY 1, 2')).toEqual([
        [1, 'blue'],
        [1, 'green'],
      ]);
      expect(
        await rows('SELECT count(DISTINCT external_id)::int, sum(to_connec::int)::int FROM id_maps'),
      ).toEqual([[MAPS, MAPS / 2]]);
    });

    test('where new rows get numbers behind all that were ever given, and every foreign key is kept', async () => {
      const rows = await moves.connected(moved.url);
      const insert = `INSERT INTO id_maps (organization_id, connec_entity, external_entity, updated_at) VALUES (1, 'a', 'b', now()) RETURNING id`;
      expect(await rows(insert)).toEqual([[MAPS + 2]]);
      await expect(rows('UPDATE "Category" SET "parentId" = 99')).rejects.toThrow(/foreign key/);
    });

    test('with the files for it, so that every other command finds the project well', async () => {
      const { folder, run, url } = moved;
      const { files } = result;
      expect(files).toContainEqual({ verb: 'update', path: 'src/database.ts' });
      expect(files).toContainEqual({ verb: 'create', path: 'test/support/postgres-server.ts' });
      expect(files).toContainEqual({ verb: 'update', path: '.env' });
      expect(files).toContainEqual({ verb: 'update', path: 'Procfile' });
      expect(files).toContainEqual({ verb: 'update', path: 'deploy/kubernetes/connector.yaml' });
      expect(files).toContainEqual({ verb: 'create', path: 'deploy/kubernetes/migrate.yaml' });
      expect(files).toContainEqual({ verb: 'update', path: 'deploy/rehearsal/backup.ts' });

      const read = (path: string) => readFile(join(folder, path), 'utf8');
      expect(parseEnv(await read('.env')).DATABASE_URL).toBe(url);
      expect(await read('.env.example')).toContain(
        '\nDATABASE_URL=postgresql://postgres:postgres@localhost:5432/',
      );
      expect(Object.keys(JSON.parse(await read('package.json')).dependencies)).toEqual(
        expect.arrayContaining(['@prisma/adapter-pg']),
      );
      expect(await read('package.json')).not.toContain('libsql');
      expect(await read('prisma/schema.prisma')).toContain('model Category');
      expect(await read('src/generated/prisma/internal/class.ts')).toContain(
        '"activeProvider": "postgresql"',
      );
      const ledger = await readLedger(join(folder, 'connector.json'));
      expect(ledger.answers.database).toBe('postgresql');
      expect((await readBase(folder)).get('src/database.ts')).toContain('PrismaPg');

      expect((await planUpgrade({ folder, ledger })).steps).toEqual([]);
      expect(await migrationStatus(folder, url)).toEqual([
        { name: '0001_init', state: 'applied' },
        { name: expect.stringMatching(/_categories$/), state: 'applied' },
      ]);
      expect(await draftMigration(folder, 'nothing')).toBeUndefined();
      expect(await databaseDrift(folder, url)).toBe('');
      expect(await failures(folder)).toEqual([]);
      await expect(run()).rejects.toThrow(/is on PostgreSQL already/);
    });

    test('where connector dev has workers, each with figures of its own, and connector status sees them', async () => {
      const { folder, url: DATABASE_URL } = moved;
      // Ports of its own: the usual one is for tests that save a file, and have it free for a moment.
      const [pages, port] = [await freePort(), await freePort()];
      const dev = startDev(folder, ['--workers', '2', '--port', String(pages)], {
        DATABASE_URL,
        METRICS_PORT: String(port),
      });
      for (const each of [port, port + 1])
        await expect
          .poll(async () => (await fetch(`http://127.0.0.1:${each}/health/live`)).status, { timeout: 40_000 })
          .toBe(200);
      const told = () => runTool('connector', ['status'], { cwd: folder, env: { DATABASE_URL } });
      await expect
        .poll(async () => (await told()).stdout.match(/^ {2}worker /gm), { timeout: 20_000 })
        .toHaveLength(2);
      expect(await dev.end('SIGINT')).toBe(0);
    });
  });
});

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** What `connector doctor` finds to be wrong in a project. */
async function failures(folder: string): Promise<string[]> {
  const site = openSite(await findProject(folder));
  try {
    const found = await Promise.all(
      checks.map(async ({ name, run }) => ({ name, findings: await run(site) })),
    );
    return found.flatMap(({ name, findings }) =>
      findings
        .filter(({ state }) => state === 'fail' || state === 'warn')
        .map(({ message }) => `${name} ${message}`),
    );
  } finally {
    await site.close();
  }
}
