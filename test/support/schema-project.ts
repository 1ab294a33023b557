import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Provider } from '../../src/schema/provider.ts';

export const templates = fileURLToPath(new URL('../../templates', import.meta.url));

/** A project's folder with nothing in it but what migrations need; it goes when the test ends. */
export interface SchemaProject {
  folder: string;
  /** Replaces a part of its schema.prisma. */
  editSchema(find: string, replace: string): Promise<void>;
  /** Writes prisma/migrations/NAME/migration.sql. */
  addMigration(name: string, sql: string): Promise<void>;
}

/** A project as it is scaffolded, with `url` as its DATABASE_URL. */
export async function scaffoldedProject(provider: Provider, url: string): Promise<SchemaProject> {
  const project = await emptyProject(provider, url);
  const template = join(templates, provider === 'sqlite' ? 'app' : 'database-postgresql');
  await cp(join(template, 'prisma'), join(project.folder, 'prisma'), { recursive: true });
  return project;
}

/** A project with a schema of one model, and no migrations. */
export async function emptyProject(provider: Provider, url: string): Promise<SchemaProject> {
  const folder = join(await mkdtemp(join(tmpdir(), 'schema ')), 'my project');
  onTestFinished(() => rm(join(folder, '..'), { recursive: true }));
  await mkdir(join(folder, 'prisma'), { recursive: true });
  await writeFile(join(folder, 'connector.json'), '{ "tool": "0.1.0", "files": {} }');
  await writeFile(join(folder, '.env'), `DATABASE_URL=${url}\n`);
  await writeFile(join(folder, 'prisma/schema.prisma'), oneModel(provider));
  return {
    folder,
    editSchema: (find, replace) => edit(join(folder, 'prisma/schema.prisma'), find, replace),
    addMigration: async (name, sql) => {
      await mkdir(join(folder, 'prisma/migrations', name), { recursive: true });
      await writeFile(join(folder, 'prisma/migrations', name, 'migration.sql'), sql);
    },
  };
}

/** Text of a schema with the model Pet and what `more` says. */
export function oneModel(provider: Provider, more = ''): string {
  return `generator client {
  provider = "prisma-client"
  output   = "../src/generated/prisma"
}

datasource db {
  provider = "${provider}"
}

model Pet {
  id   Int    @id @default(autoincrement())
  name String
}
${more}`;
}

async function edit(path: string, find: string, replace: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`"${find}" is not exactly once in ${path}`);
  await writeFile(path, text.replace(find, replace));
}
