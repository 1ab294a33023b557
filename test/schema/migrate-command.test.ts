import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type MigrateOptions, migrate } from '../../src/commands/migrate.ts';
import { openDatabase } from '../../src/schema/connection.ts';
import { readDatabaseUrl } from '../../src/schema/database-url.ts';
import { databaseDrift } from '../../src/schema/status.ts';
import { UserError } from '../../src/user-error.ts';
import { emptyProject, scaffoldedProject } from '../support/schema-project.ts';

const URL = 'file:./data/development.db';
const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.stubEnv('DATABASE_URL', '');
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line.trim()));
  return () => {
    log.mockRestore();
    vi.unstubAllEnvs();
  };
});

async function newProject(make = scaffoldedProject) {
  const project = await make('sqlite', URL);
  const run = async (options: MigrateOptions = {}) => {
    lines.length = 0;
    await migrate({ folder: project.folder, ...options });
    return lines.join('\n');
  };
  const runJson = async (options: MigrateOptions) => JSON.parse(await run({ ...options, json: true }));
  return { ...project, run, runJson };
}

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'prisma/migrations'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

describe('connector migrate', () => {
  it('names what it applies, and says when there is nothing to do', async () => {
    const { run } = await newProject();
    expect(await run()).toBe('migrate  0001_init');
    expect(await run()).toBe('identical  database  nothing to do');
  });

  it('works from any folder inside the project', async () => {
    const { folder, run } = await newProject();
    await mkdir(join(folder, 'src/entities'), { recursive: true });
    await run({ folder: join(folder, 'src/entities') });
    expect(existsSync(join(folder, 'data/development.db'))).toBe(true);
  });

  it('takes the database of the environment before that of .env', async () => {
    const { folder } = await newProject();
    expect(await readDatabaseUrl(folder)).toBe(URL);
    expect(await readDatabaseUrl(folder, { DATABASE_URL: 'file:other.db' })).toBe('file:other.db');
    await expect(readDatabaseUrl(join(folder, 'prisma'))).rejects.toThrow(
      /DATABASE_URL is not set: write it in .*\.env/,
    );
  });

  it('lists the state of every migration', async () => {
    const { run, runJson, addMigration } = await newProject();
    await run();
    await addMigration('0002_more', 'CREATE TABLE more (id INTEGER);');
    expect(await run({ status: true })).toBe('applied  0001_init\npending  0002_more');
    expect(await runJson({ status: true })).toEqual({
      migrations: [
        { name: '0001_init', state: 'applied' },
        { name: '0002_more', state: 'pending' },
      ],
    });
  });

  it('explains a failed migration, with the way out', async () => {
    const { run, runJson, addMigration } = await newProject(emptyProject);
    await addMigration('0001_a', 'CREATE TABLE a (id INTEGER); INSERT INTO b VALUES (1);');
    await expect(run()).rejects.toThrow(
      'no such table: b). Nothing of it was kept: correct prisma/migrations/0001_a/migration.sql, and run "connector migrate" again.',
    );
    await addMigration('0001_a', 'BEGIN; CREATE TABLE a (id INTEGER); COMMIT; INSERT INTO b VALUES (1);');
    const wayOut = /a part of it may be in the database.*--rolled-back 0001_a.*--applied 0001_a/;
    await expect(runJson({})).rejects.toThrow(wayOut);
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      applied: [],
      failed: { name: '0001_a', undone: false },
    });

    expect(await run({ applied: '0001_a' })).toBe('update  0001_a  counts as applied');
    expect(await run()).toBe('identical  database  nothing to do');
  });

  it('tells of a migration that was edited after it was applied', async () => {
    const { run, addMigration } = await newProject(emptyProject);
    await addMigration('0001_a', 'CREATE TABLE a (id INTEGER);');
    await run();
    await addMigration('0001_a', 'CREATE TABLE b (id INTEGER);');
    expect(await run()).toContain('0001_a  was edited after it was applied');
  });
});

describe('a pending migration that loses data', () => {
  const drop = 'ALTER TABLE "Pet" DROP COLUMN "name";';

  async function filledProject() {
    const project = await newProject(emptyProject);
    await project.addMigration('0001_a', 'CREATE TABLE "Pet" (id INTEGER PRIMARY KEY, "name" TEXT);');
    await project.run();
    return project;
  }

  it('is not applied without being meant, when nothing in it says what goes', async () => {
    const { addMigration, run } = await filledProject();
    await addMigration('0002_b', `-- shorter\n${drop}`);
    await expect(run()).rejects.toThrow(
      'Nothing was applied, for 0002_b would lose data and does not say so. The column "name" of "Pet" goes, with all its values. If that is meant, run "connector migrate --accept-data-loss".',
    );
    expect(lines).toEqual(['warn  0002_b  The column "name" of "Pet" goes, with all its values.']);
    expect(await run({ status: true })).toContain('pending  0002_b');
    expect(await run({ acceptDataLoss: true })).toContain('migrate  0002_b');
  });

  it('is applied with a warning when it says so itself: it was accepted when it was written', async () => {
    const { addMigration, run, runJson } = await filledProject();
    await addMigration('0002_b', `/*\n  Warnings:\n\n  - You are about to drop the column.\n*/\n${drop}`);
    await addMigration('0003_c', 'CREATE TABLE more (id INTEGER);');
    expect((await run()).split('\n')).toEqual([
      'warn  0002_b  The column "name" of "Pet" goes, with all its values.',
      'migrate  0002_b',
      'migrate  0003_c',
    ]);
    expect((await runJson({})).applied).toEqual([]);
  });

  it('of ours is known by the schemas before and after it', async () => {
    const { run, editSchema } = await newProject(emptyProject);
    await run({ name: 'init' });
    await editSchema('  name String\n', '');
    const written = await run({ name: 'forget', createOnly: true, acceptDataLoss: true });
    expect(written).toContain('warn  The column "name" of "Pet" goes');
    expect(await run()).toMatch(
      /^warn {2}\d+_forget {2}The column "name" of "Pet" goes, with all its values\.$/m,
    );
  });

  it('is told once when it is written and applied in one go', async () => {
    const { run, editSchema } = await newProject(emptyProject);
    await run({ name: 'init' });
    await editSchema('  name String\n', '');
    const said = await run({ name: 'forget', acceptDataLoss: true });
    expect(said.match(/warn /g)).toHaveLength(1);
  });

  it('is nothing to warn of in a new database', async () => {
    const { addMigration, run } = await newProject(emptyProject);
    await addMigration('0001_a', 'CREATE TABLE "Pet" (id INTEGER PRIMARY KEY, "name" TEXT);');
    await addMigration('0002_b', drop);
    expect(await run()).toBe('migrate  0001_a\nmigrate  0002_b');
  });
});

describe('connector migrate --name', () => {
  it('writes a migration from the changed schema, applies it and generates the client', async () => {
    const { folder, run, editSchema } = await newProject();
    await editSchema(
      'name                 String\n',
      'name                 String\n  phone                String?\n',
    );
    const output = await run({ name: 'Add the phone!' });

    const [, name] = await migrationNames(folder);
    expect(name).toMatch(/^\d{14}_add_the_phone$/);
    expect(output.split('\n')).toEqual([
      `create  prisma/migrations/${name}/migration.sql`,
      'migrate  0001_init',
      `migrate  ${name}`,
      'generate  Prisma client',
    ]);
    expect(await databaseDrift(folder, URL)).toBe('');
    const client = await readFile(join(folder, 'src/generated/prisma/models/Organization.ts'), 'utf8');
    expect(client).toContain('phone');
  });

  it('says that nothing changed, and writes nothing', async () => {
    const { folder, run, editSchema } = await newProject();
    await editSchema('/// A browser', '/// Some browser');
    expect(await run({ name: 'nothing' })).toContain(
      'prisma/schema.prisma  no change since the last migration',
    );
    expect(await migrationNames(folder)).toEqual(['0001_init']);
  });

  it('starts from an empty database in a project without migrations', async () => {
    const { folder, run } = await newProject(emptyProject);
    await run({ name: 'init' });
    expect(await databaseDrift(folder, URL)).toBe('');
    expect(await readFile(join(folder, 'prisma/migrations/migration_lock.toml'), 'utf8')).toContain(
      '"sqlite"',
    );
  });

  it('refuses to lose data, until that is accepted', async () => {
    const { folder, run, editSchema } = await newProject(emptyProject);
    await run({ name: 'init' });
    await editSchema('  name String\n', '');
    await expect(run({ name: 'forget' })).rejects.toThrow(
      'Nothing was written, for data would be lost. The column "name" of "Pet" goes, with all its values. If that is meant, add --accept-data-loss.',
    );
    expect(await migrationNames(folder)).toHaveLength(1);

    expect(await run({ name: 'forget', acceptDataLoss: true })).toContain(
      'warn  The column "name" of "Pet" goes',
    );
    const [, name] = await migrationNames(folder);
    const sql = await readFile(join(folder, 'prisma/migrations', name as string, 'migration.sql'), 'utf8');
    expect(sql).toMatch(/^\/\*\n {2}Warnings:\n\n {2}- The column "name" of "Pet" goes/);
  });

  it('warns of a required column, and leaves the database as it was when rows lack it', async () => {
    const { folder, run, editSchema } = await newProject(emptyProject);
    await run({ name: 'init' });
    const connection = await openDatabase(folder, URL, 'sqlite');
    await connection.query(`INSERT INTO "Pet" (name) VALUES ('Rex')`);
    await editSchema('  name String\n', '  name String\n  age Int\n');
    await expect(run({ name: 'age' })).rejects.toThrow(/Nothing of it was kept/);
    expect(lines[0]).toContain('"age" of "Pet" is required and has no default');
    expect(await connection.query('SELECT * FROM "Pet"')).toHaveLength(1);
    await connection.close();
  });

  it('only writes when asked to', async () => {
    const { folder, runJson } = await newProject(emptyProject);
    const { written } = await runJson({ name: 'init', createOnly: true });
    expect(await migrationNames(folder)).toEqual([written]);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('wants to know what a migration is called that it is to write only', async () => {
    const { run } = await newProject();
    await expect(run({ createOnly: true })).rejects.toThrow(
      '--create-only goes with --name, which says what the migration is called, as in --name "add phone".',
    );
  });

  it('puts migrations of the same second one after the other', async () => {
    const { folder, run, editSchema } = await newProject(emptyProject);
    await run({ name: 'zebra', createOnly: true });
    await editSchema('  name String\n', '  name String\n  age Int?\n');
    await run({ name: 'ant', createOnly: true });
    expect((await migrationNames(folder)).map((name) => name.slice(15))).toEqual(['zebra', 'ant']);
    expect(await run()).toMatch(/migrate {2}\d+_zebra\nmigrate {2}\d+_ant/);
  });

  it('does not guess which schema a migration of other origin led to', async () => {
    const { run, addMigration } = await newProject();
    await addMigration('0002_by_hand', 'SELECT 1;');
    await expect(run({ name: 'next' })).rejects.toThrow(/0002_by_hand\/schema.prisma.txt is missing/);
  });

  it('wants a name with letters', async () => {
    const { run, editSchema } = await newProject();
    await editSchema('provider             String   @default("maestrano")', 'provider String');
    await expect(run({ name: '--' })).rejects.toThrow(UserError);
  });
});
