import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { status } from '../../src/actions/status.ts';
import { scaffold } from '../demo/scaffold.ts';

/** What is looked at and changed in a project's database here. */
export interface ProjectDatabase {
  organization: { updateMany(query: object): Promise<{ count: number }> };
  synchronization: { findMany(query: object): Promise<{ id: number; status: string; counts: RunCounts }[]> };
  inboxMessage: {
    findMany(query: object): Promise<{ attempts: number; body: unknown }[]>;
    count(query?: object): Promise<number>;
  };
  $disconnect(): Promise<void>;
}

type RunCounts = Record<string, { toConnec: { fetched: number }; toExternal: { fetched: number } }>;

/** Creates a connector, and compiles it as for production. */
export async function buildProject(folder: string, database: string, signal: AbortSignal): Promise<void> {
  await scaffold(folder, { packageManager: 'npm', database, signal });
  status('run', 'npm run build');
  execFileSync('npm', ['run', 'build'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Through the project's own code, whichever database it is. */
export async function openDatabase(folder: string): Promise<ProjectDatabase> {
  const { createDatabase } = (await import(join(folder, 'dist/database.js'))) as {
    createDatabase(url: string): ProjectDatabase;
  };
  const { DATABASE_URL = '' } = { ...parseEnv(await readFile(join(folder, '.env'), 'utf8')), ...process.env };
  const isFile = DATABASE_URL.startsWith('file:');
  return createDatabase(isFile ? `file:${resolve(folder, DATABASE_URL.slice(5))}` : DATABASE_URL);
}
