// Writes what the templates' databases are made of from templates/app/prisma/schema.prisma: its PostgreSQL twin, and
// the first migration of both. Run it with `npx tsx scripts/template-migrations.ts` after the schema has changed.
// Once a version is released its migrations stay as they are, and a change of the schema becomes a new one.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diffSchemas } from '../src/schema/diff.ts';
import { writeMigration } from '../src/schema/migrations.ts';
import { providerOf } from '../src/schema/provider.ts';

const templates = fileURLToPath(new URL('../templates', import.meta.url));

/** The schema for PostgreSQL that has the same models as the one for SQLite. */
export function onPostgres(schema: string): string {
  return schema.replace('provider = "sqlite"', 'provider = "postgresql"');
}

/** The first migration of a template with the schema `schema`. */
export async function firstMigration(schema: string) {
  return { name: '0001_init', sql: await diffSchemas(null, schema, providerOf(schema)), schema };
}

async function writeTemplates(): Promise<void> {
  const schema = await readFile(join(templates, 'app/prisma/schema.prisma'), 'utf8');
  const overlay = join(templates, 'database-postgresql');
  await mkdir(join(overlay, 'prisma'), { recursive: true });
  await writeFile(join(overlay, 'prisma/schema.prisma'), onPostgres(schema));
  await writeMigration(join(templates, 'app'), await firstMigration(schema), 'sqlite');
  await writeMigration(overlay, await firstMigration(onPostgres(schema)), 'postgresql');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeTemplates();
