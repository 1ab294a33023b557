import { execFile } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { firstMigration, onPostgres } from '../../scripts/template-migrations.ts';
import { generateClient } from '../../src/schema/client.ts';
import { readMigrations } from '../../src/schema/migrations.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { postgresPrograms, startPostgres } from '../support/postgres.ts';
import { scaffoldedProject, templates } from '../support/schema-project.ts';

// When one of these fails: npx tsx scripts/template-migrations.ts
describe('the databases of the templates', () => {
  const read = (path: string) => readFile(join(templates, path), 'utf8');

  it('have the same models on SQLite and on PostgreSQL', async () => {
    const sqlite = await read('app/prisma/schema.prisma');
    expect(await read('database-postgresql/prisma/schema.prisma')).toBe(onPostgres(sqlite));
    expect(onPostgres(sqlite)).toContain('provider = "postgresql"');
  });

  it.each(['app', 'database-postgresql'])('of %s come from the first migration', async (template) => {
    const migration = await firstMigration(await read(`${template}/prisma/schema.prisma`));
    expect(await readMigrations(join(templates, template))).toEqual([migration]);
  });
});

describe.skipIf(!postgresPrograms)('a connector on PostgreSQL', () => {
  it('compiles, and passes the tests of its engine and of what it asks in SQL', { timeout: 180_000 }, async ({
    onTestFinished,
  }) => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const url = await postgres.freshDatabase();
    const { folder } = await scaffoldedProject('postgresql', url);
    await layOver(folder);
    await generateClient(folder);

    await run(folder, 'typescript/bin/tsc', ['-p', 'tsconfig.test.json']);
    // What asks no database says nothing of it.
    const exclude = [
      'boundary',
      'http-connec-client',
      'mapper',
      'mapper-usages',
      'pages',
      'path',
      'references',
    ];
    const tests = [
      'test/engine',
      ...['groups', 'mapping', 'members', 'metrics', 'plans', 'prune', 'abuse/hostile-requests'].map(inApp),
    ];
    await run(folder, 'vitest/vitest.mjs', [
      'run',
      ...tests,
      '--testTimeout=60000',
      ...exclude.map((name) => `--exclude=test/engine/${name}.test.ts`),
    ]);
  });
});

const inApp = (name: string) => `test/app/${name}.test.ts`;

// The parts of the template that need no rendering, with PostgreSQL's over them.
async function layOver(folder: string): Promise<void> {
  for (const part of [
    'src',
    'views',
    'public',
    'test',
    'tsconfig.json',
    'vitest.config.ts',
    'prisma.config.ts',
  ]) {
    await cp(join(templates, 'app', part), join(folder, part), { recursive: true });
  }
  await cp(join(templates, 'database-postgresql'), folder, { recursive: true });
  await linkPackages(folder);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const include = ['src', 'test/engine', 'test/support/database.ts', 'prisma.config.ts'];
  await writeFile(
    join(folder, 'tsconfig.test.json'),
    JSON.stringify({ extends: './tsconfig.json', include }),
  );
}

async function run(folder: string, program: string, options: string[]): Promise<void> {
  const path = join(folder, 'node_modules', program);
  const env = { PATH: process.env.PATH, NO_COLOR: '1' };
  await promisify(execFile)(process.execPath, [path, ...options], { cwd: folder, env }).catch((error) => {
    throw new Error(`${program} failed:\n${error.stdout}${error.stderr}`);
  });
}
