import { createHash } from 'node:crypto';
import { appendFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Client, createClient } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { git } from '../../src/actions/git.ts';
import { writeProject } from '../../src/actions/write.ts';
import { type DatabaseOptions, database } from '../../src/commands/database.ts';
import { conversions } from '../../src/database/conversions.ts';
import { instantOf } from '../../src/database/instant.ts';
import { carryOut, prepareMove } from '../../src/database/move.ts';
import { inOrder } from '../../src/database/order.ts';
import { toPostgres } from '../../src/database/postgres-migrations.ts';
import { silent, type Talk } from '../../src/database/talk.ts';
import { openTarget } from '../../src/database/target.ts';
import { checks } from '../../src/doctor/checks.ts';
import { openSite } from '../../src/doctor/site.ts';
import { planApp } from '../../src/generators/app.ts';
import { readLedger } from '../../src/ledger.ts';
import { findProject } from '../../src/project.ts';
import { applyMigrations, applyThese } from '../../src/schema/apply.ts';
import { diffSchemas } from '../../src/schema/diff.ts';
import { readMigrations, writeMigration } from '../../src/schema/migrations.ts';
import { draftMigration } from '../../src/schema/new-migration.ts';
import { databaseDrift, migrationStatus } from '../../src/schema/status.ts';
import { toolPackage } from '../../src/tool.ts';
import { readBase } from '../../src/upgrade/base.ts';
import { planUpgrade } from '../../src/upgrade/plan.ts';
import { UserError } from '../../src/user-error.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { commitAll, replace } from '../support/next-version.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../support/postgres.ts';
import { oneModel } from '../support/schema-project.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MORE_MODELS = `
enum Colour {
  RED
  GREEN
}

/// Each kind of column that a project may add, a table that refers to itself, and two with lists of each other.
model Category {
  id       Int        @id @default(autoincrement())
  parentId Int?
  parent   Category?  @relation("tree", fields: [parentId], references: [id])
  children Category[] @relation("tree")
  colour   Colour     @default(RED)
  price    Decimal
  size     Float
  number   BigInt
  picture  Bytes?
  extra    Json?
  at       DateTime
  labels   Label[]
}

model Label {
  word       String     @id
  categories Category[]
}
`;
const MAPS = 5000;
const ADA = 'Adä 😀 "O\'Brien" \\ {x,y}';

let home: string;
let grown: string;
let postgres: Postgres;

beforeAll(async () => {
  process.env.DATABASE_URL = '';
  home = await mkdtemp(join(tmpdir(), 'connector database '));
  grown = join(home, 'grown');
  const [started] = await Promise.all([postgresPrograms && startPostgres(), makeGrown(grown)]);
  if (started) postgres = started;
});
afterAll(async () => {
  await postgres?.stop();
  await rm(home, { recursive: true, force: true });
});

describe.skipIf(!postgresPrograms)('connector database postgresql', () => {
  describe('takes a project that has grown to PostgreSQL', () => {
    let moved: Awaited<ReturnType<typeof newProject>>;
    let before: string;
    let result: Result;
    beforeAll(async () => {
      moved = await newProject();
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
        creation_pages: 1,
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

      const rows = await connected(url);
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
      const rows = await connected(moved.url);
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
  });

  test('goes on where it was cut off, and copies nothing twice', async () => {
    const { folder, run, url, status } = await newProject();
    const rows = await migrated(folder, url);
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
    const { folder, run, url, sqlite } = await newProject();
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
    const rows = await connected(url);
    expect(await rows('SELECT actor FROM audit_entries')).toEqual([['another']]);
    expect(await rows('SELECT id FROM users')).toEqual([[1]]);
  });

  test('notices what is written to the file meanwhile, and leaves the project as it is', async () => {
    const { folder, url, status, sqlite } = await newProject();
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
    const { run, url, status } = await newProject();
    const missing = `${url}_not_there`;
    const result = await run({ dryRun: true, url: missing });
    expect(result.tables).toContainEqual({ name: 'id_maps', rows: MAPS });
    expect(result.files).toContainEqual({ verb: 'update', path: 'prisma/schema.prisma' });
    expect(await status()).toEqual([]);
    expect(await openTarget(grown, missing)).toBeUndefined();
  });

  test('leaves conflict markers where the person has changed the same lines, and says so when all is done', async () => {
    const { folder, run, url } = await newProject();
    await replace(join(folder, 'src/database.ts'), 'timeout: 5000', 'timeout: 9000');
    await commitAll(folder);
    await expect(run()).rejects.toThrow(/^All is done, but .+ changed lines of src\/database\.ts/);
    expect(await readFile(join(folder, 'src/database.ts'), 'utf8')).toContain('<<<<<<< yours');
    expect(await (await connected(url))('SELECT count(*)::int FROM users')).toEqual([[2]]);
  });

  test('copies another file into a project that is on PostgreSQL already, and forgets what was cut off last', async () => {
    const { folder, run, url } = await newProject();
    await run();
    await commitAll(folder);
    const production = await postgres.freshDatabase();
    const file = join(folder, 'data/development.db');
    const result = await run({ from: file, url: production });
    expect(result.files).toEqual([]);
    expect(await (await connected(production))('SELECT count(*)::int FROM id_maps')).toEqual([[MAPS]]);
    expect(await git(folder, 'status', '--porcelain')).toBe('');

    // As it is when the process dies between the last file and the end.
    const rows = await connected(url);
    await rows(
      'CREATE TABLE _connector_copy (path text, fingerprint text, reached jsonb, away jsonb, finished boolean)',
    );
    await rows(`INSERT INTO _connector_copy VALUES ('${file}', '', '{}', '[]', true)`);
    expect(await run()).toEqual({ ended: true });
    await expect(run()).rejects.toThrow(/is on PostgreSQL already/);
  });

  test('works where there is no SQLite file yet', async () => {
    const { folder, run } = await newProject();
    await rm(join(folder, 'data'), { recursive: true });
    expect(await run()).toMatchObject({ from: null, tables: [] });
  });

  describe('changes nothing', () => {
    let project: { folder: string };
    let empty: string;
    beforeAll(async () => {
      project = { folder: await copyOf(grown) };
      empty = await postgres.freshDatabase();
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
      await cp(join(project.folder, 'data/development.db'), file);
      onTestFinished(() => rm(file));
      const client = createClient({ url: `file:${file}` });
      for (const statement of statements) await client.execute(statement);
      client.close();
      await refused({ from: file, url: empty }, message);
    });

    test('for a database that has rows, tables of something else, or other migrations', async () => {
      const full = await postgres.freshDatabase();
      const rows = await migrated(project.folder, full);
      await rows(`INSERT INTO users (uid, tenant, email, updated_at) VALUES ('u', 't', 'e', now())`);
      await refused({ url: full }, /has rows in users that no copy has brought/);
      await rows('TRUNCATE users CASCADE');
      await rows(`UPDATE _prisma_migrations SET checksum = 'other' WHERE migration_name = '0001_init'`);
      await refused({ url: full }, /migrated in another way \(0001_init is another one there\)/);

      const strange = await postgres.freshDatabase();
      await (await connected(strange))('CREATE TABLE wordpress (id int)');
      await refused({ url: strange }, /has tables of something else \(wordpress\)/);
    });

    test('without an address that answers, and shows no password', async () => {
      onTestFinished(() => void vi.unstubAllEnvs());
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
      await refused(
        { url, from: join(project.folder, 'package.json') },
        /cannot be read as a SQLite database/,
      );
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
        await (await connected(empty))('SELECT 1 FROM pg_tables WHERE schemaname = current_schema()'),
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
});

describe('what SQLite keeps', () => {
  test.each([
    ['int4', 2147483647n, '2147483647'],
    ['int4', 2147483648n, undefined],
    ['int4', 'seven', undefined],
    ['int8', -9223372036854775808n, '-9223372036854775808'],
    ['bool', 1n, 'true'],
    ['bool', 2n, undefined],
    ['timestamp', '2026-01-31T10:00:00.123+02:00', '2026-01-31 08:00:00.123'],
    ['timestamp', '2026-01-31 10:00:00', '2026-01-31 10:00:00.000'],
    ['timestamp', 1769853600123n, '2026-01-31 10:00:00.123'],
    ['timestamp', 'yesterday', undefined],
    ['jsonb', '{"b":1}', '{"b":1}'],
    ['jsonb', 1.5, '1.5'],
    ['jsonb', '{b:1}', undefined],
    ['text', new Uint8Array([1]), undefined],
    ['bytea', new Uint8Array([0, 255]), '\\x00ff'],
  ])('becomes what %s is written as: %s', (type, value, text) => {
    expect(conversions[type]?.write(value)).toBe(text);
  });

  test.each([
    ['numeric', '1.50e2', '150.000'],
    ['numeric', '-0.00', '0'],
    ['numeric', '1e-7', '0.0000001000'],
    ['float8', '1e+15', '1000000000000000'],
    ['jsonb', '{"b":1,"a":{"d":[],"c":2.0}}', '{"a": {"c": 2, "d": []}, "b": 1}'],
  ])('is the same in %s however it is written: %s, %s', (type, one, other) => {
    const canonical = conversions[type]?.canonical;
    expect(canonical?.(one)).toBe(canonical?.(other));
    expect(canonical?.(one)).not.toBe(canonical?.('7'));
  });

  test('is in UTC where no zone is named', () => {
    expect(instantOf('2026-01-31').toISOString()).toBe('2026-01-31T00:00:00.000Z');
  });
});

test('tables come behind those that they refer to, and a circle does not stop them', () => {
  const references = [
    { table: 'a', refersTo: 'b' },
    { table: 'b', refersTo: 'c' },
    { table: 'c', refersTo: 'c' },
    { table: 'x', refersTo: 'y' },
    { table: 'y', refersTo: 'x' },
  ];
  expect(inOrder(['a', 'x', 'b', 'y', 'c'], references)).toEqual(['c', 'b', 'a', 'x', 'y']);
});

test('a migration that was edited is named, and one without its schema goes into the next', async () => {
  const [first, second, third] = [
    '',
    'model Toy {\n  id Int @id\n}',
    'model Toy {\n  id Int @id\n}\nmodel Ball {\n  id Int @id\n}',
  ].map((more) => oneModel('sqlite', more)) as [string, string, string];
  const sql = await diffSchemas(null, first, 'sqlite');
  const { migrations, notes } = await toPostgres(
    [
      { name: '0001_init', sql, schema: first },
      { name: '0002_toys', sql: await diffSchemas(first, second, 'sqlite') },
      {
        name: '0003_balls',
        sql: `${await diffSchemas(first, third, 'sqlite')}UPDATE "Pet" SET name = '';`,
        schema: third,
      },
    ],
    third,
  );
  expect(migrations.map(({ name }) => name)).toEqual(['0001_init', '0003_balls']);
  expect(migrations[1]?.sql).toMatch(/CREATE TABLE "Toy" [\s\S]+CREATE TABLE "Ball"/);
  expect(notes).toEqual([
    expect.stringMatching(/^prisma\/migrations\/0003_balls\/migration\.sql was edited by hand/),
    expect.stringMatching(/^prisma\/migrations\/0002_toys has no schema\.prisma\.txt/),
  ]);
});

interface Result {
  dryRun: boolean;
  from: string | null;
  to: string;
  tables: { name: string; rows: number; sha256?: string }[];
  files: { verb: string; path: string }[];
  notes: string[];
}

/** Runs the command, which prints JSON and nothing else. */
async function run(options: DatabaseOptions): Promise<Result> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    await database({ json: true, ...options });
    return JSON.parse(log.mock.calls.map(([line]) => line).join('\n')) as Result;
  } finally {
    log.mockRestore();
  }
}

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

async function withSqlite(folder: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = createClient({ url: `file:${join(folder, 'data/development.db')}` });
  await work(client);
  client.close();
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

/** A project with tables of its own, a migration for them, and rows in every table. */
async function makeGrown(folder: string): Promise<void> {
  const answers = { name: folder, external: 'Acme', database: 'sqlite', packageManager: 'npm' };
  await writeProject(folder, await planApp(answers, { folder }));
  await git(folder, 'init', '--quiet');
  await appendFile(join(folder, 'prisma/schema.prisma'), MORE_MODELS);
  const draft = await draftMigration(folder, 'categories');
  if (!draft) throw new Error('the schema has not changed');
  await writeMigration(folder, draft.migration, 'sqlite');
  await applyMigrations(folder, 'file:./data/development.db');
  await withSqlite(folder, async (client) => {
    for (const statement of STATEMENTS) await client.execute(statement);
  });
  await linkPackages(folder);
  await commitAll(folder);
  // For its copies, which are then made of few files and links.
  await git(folder, 'gc', '--quiet');
  await appendFile(join(folder, '.git/info/exclude'), '/node_modules\n');
}

const AT = "'2026-01-31T10:00:00.123+00:00'";
const STATEMENTS = [
  `INSERT INTO users (id, uid, tenant, email, first_name, created_at, updated_at) VALUES (1, 'u1', 'sandbox', 'ada@fern.example', '${ADA.replaceAll("'", "''")}', ${AT}, '2026-01-31 10:00:01')`,
  `INSERT INTO users (id, uid, tenant, email, first_name, locale, created_at, updated_at) VALUES (7, 'u2', 'sandbox', 'bo@fern.example', '', 'fr', '2026-03-01T00:59:59.999+01:00', 1769853600500)`,
  `INSERT INTO organizations (uid, tenant, name, synchronized_entities, sync_enabled, updated_at, lease_owner, lease_expires_at) VALUES ('cld-1', 'sandbox', 'Fern & Co', '{"contact":{"toConnec":true,"toExternal":false}}', 1, ${AT}, 'died', '2020-01-01T00:00:00.000+00:00')`,
  `INSERT INTO organizations (uid, tenant, name, updated_at) VALUES ('cld-2', 'sandbox', 'Birch Ltd', ${AT})`,
  `INSERT INTO user_organization_rels (user_id, organization_id, updated_at) VALUES (7, 1, ${AT})`,
  `INSERT INTO synchronizations (organization_id, status, counts, updated_at) VALUES (1, 'SUCCESS', '{"contact":{}}', ${AT})`,
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAPS})
   INSERT INTO id_maps (organization_id, connec_entity, connec_id, external_entity, external_id, name, to_connec, due_at, decisions, updated_at)
   SELECT 1, 'person', 'c' || i, 'contact', i, CASE i % 3 WHEN 0 THEN NULL ELSE 'Person "' || i || '" é' END, i % 2, CASE i % 5 WHEN 0 THEN ${AT} END, '[{"at":"2026","what":"was created"}]', ${AT} FROM n`,
  `INSERT INTO id_maps (organization_id, connec_entity, external_entity, updated_at) VALUES (1, 'a', 'b', ${AT})`,
  `DELETE FROM id_maps WHERE connec_entity = 'a'`,
  `INSERT INTO creation_pages (id, organization_id, connec_entity, external_entity, started_at, noted) VALUES ('page', 1, 'person', 'contact', ${AT}, '[]')`,
  `INSERT INTO watermarks (organization_id, entity, side, fetched_until) VALUES (1, 'contact', 'connec', ${AT})`,
  `INSERT INTO inbox (tenant, body) VALUES ('sandbox', '{"people":[{"id":1.50,"name":null}]}')`,
  `INSERT INTO audit_entries (tenant, actor, action) VALUES ('sandbox', 'ada', 'linked')`,
  `INSERT INTO used_assertions (tenant, assertion_id, expires_at) VALUES ('sandbox', 'a1', ${AT})`,
  `INSERT INTO sessions (id, data, expires_at) VALUES ('s1', '{}', ${AT})`,
  `INSERT INTO Category (id, parentId, colour, price, size, number, picture, extra, at) VALUES (2, NULL, 'RED', 0, 1e300, -1, NULL, NULL, ${AT}), (3, 3, 'RED', 1234567.25, -0.5, 0, x'', '{"b":"é","a":[]}', ${AT}), (1, 3, 'GREEN', 1.50, 0.1, 9007199254740993, x'00ff', '12', ${AT})`,
  `INSERT INTO Label (word) VALUES ('blue'), ('green')`,
  `INSERT INTO _CategoryToLabel (A, B) VALUES (1, 'green'), (1, 'blue')`,
];
