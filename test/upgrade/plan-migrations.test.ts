import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Files } from '../../src/actions/template.ts';
import { applyMigrations } from '../../src/schema/apply.ts';
import { readMigrations } from '../../src/schema/migrations.ts';
import { draftMigration } from '../../src/schema/new-migration.ts';
import { planMigrations } from '../../src/upgrade/plan-migrations.ts';
import { emptyProject, oneModel, type SchemaProject } from '../support/schema-project.ts';

const URL = 'file:./data/test.db';
const FIRST = 'CREATE TABLE "Pet" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL);';
const NEW = 'ALTER TABLE "Pet" ADD COLUMN "born" DATETIME;';
const before = oneModel('sqlite');
const after = before.replace('name String', 'name String\n  born DateTime?');

const files: Files = new Map([
  ['prisma/migrations/0001_init/migration.sql', FIRST],
  ['prisma/migrations/0001_init/schema.prisma.txt', before],
  ['prisma/migrations/0002_born/migration.sql', NEW],
  ['prisma/migrations/0002_born/schema.prisma.txt', after],
]);
const known = [...files.keys()].slice(0, 2);
const now = new Date('2030-01-02T03:04:05Z');

async function plan({ folder }: SchemaProject) {
  const present = await readMigrations(folder);
  return planMigrations({ files, known, present, base: before, label: 'new', now });
}

async function write(folder: string, path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function oldProject(): Promise<SchemaProject> {
  const project = await emptyProject('sqlite', URL);
  for (const path of known) await write(project.folder, path, files.get(path)?.toString());
  return project;
}

test('a migration that is new in the template comes under its name, with its schema', async () => {
  const steps = await plan(await oldProject());
  expect(steps.map(({ change }) => [change?.path, change?.after])).toEqual([...files].slice(2));
});

test('behind a migration of the project it gets a name of today, and knows what the project has added', async () => {
  const project = await oldProject();
  const { folder } = project;
  const own = '\nmodel Owner {\n  id Int @id @default(autoincrement())\n}\n';
  await writeFile(join(folder, 'prisma/schema.prisma'), before + own);
  const draft = await draftMigration(folder, 'owners', new Date('2026-01-01'));
  await write(folder, 'prisma/migrations/20260101000000_owners/migration.sql', draft?.migration.sql);
  await write(folder, 'prisma/migrations/20260101000000_owners/schema.prisma.txt', before + own);
  await applyMigrations(folder, URL);

  const steps = await plan(project);
  for (const { change } of steps) await write(folder, change?.path ?? '', change?.after);
  await writeFile(join(folder, 'prisma/schema.prisma'), after + own);
  expect(await applyMigrations(folder, URL)).toEqual({ applied: ['20300102030405_born'], edited: [] });
  expect(await draftMigration(folder, 'nothing more')).toBeUndefined();
});

test('where the schemas cannot be put together, the copy is left to a person', async () => {
  const project = await oldProject();
  const own = before.replace('name String', 'name String\n  weight Int?');
  await write(project.folder, 'prisma/migrations/20260101000000_weight/migration.sql', 'SELECT 1;');
  await write(project.folder, 'prisma/migrations/20260101000000_weight/schema.prisma.txt', own);
  expect((await plan(project)).map(({ verb, path }) => `${verb} ${path}`)).toEqual([
    'create prisma/migrations/20300102030405_born/migration.sql',
    'skip prisma/migrations/20300102030405_born/schema.prisma.txt',
  ]);
  expect(
    await readFile(join(project.folder, 'prisma/migrations/20260101000000_weight/migration.sql'), 'utf8'),
  ).toBe('SELECT 1;');
});

test('what is known already is left alone', () => {
  const all = [...files.keys()];
  expect(planMigrations({ files, known: all, present: [], base: before, label: 'new' })).toEqual([]);
});
