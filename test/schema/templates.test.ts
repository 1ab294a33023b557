import { cp, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { firstMigration, onPostgres } from '../../scripts/template-migrations.ts';
import { applyMigrations } from '../../src/schema/apply.ts';
import { generateClient } from '../../src/schema/client.ts';
import { readMigrations } from '../../src/schema/migrations.ts';
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
  it('reads and writes its rows', { timeout: 60_000 }, async ({ onTestFinished }) => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const url = await postgres.freshDatabase();
    const { folder } = await scaffoldedProject('postgresql', url);
    await cp(join(templates, 'app/src'), join(folder, 'src'), { recursive: true });
    await cp(join(templates, 'database-postgresql/src'), join(folder, 'src'), { recursive: true });
    await cp(join(templates, 'app/tsconfig.json'), join(folder, 'tsconfig.json'));
    await symlink(join(templates, '../node_modules'), join(folder, 'node_modules'));
    await generateClient(folder);
    await applyMigrations(folder, url);

    const { createDatabase } = await import(
      /* @vite-ignore */ pathToFileURL(join(folder, 'src/database.ts')).href
    );
    const database = createDatabase(url);
    await database.organization.create({ data: { uid: 'cld-fern', tenant: 'sandbox', name: 'Fern & Co' } });
    expect(await database.organization.findFirst()).toMatchObject({
      name: 'Fern & Co',
      synchronizedEntities: {},
    });
    await database.$disconnect();
  });
});
