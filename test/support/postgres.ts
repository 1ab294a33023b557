import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

const execute = promisify(execFile);

/** A PostgreSQL server of the test's own. */
export interface Postgres {
  /** URL of a new, empty database. */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's programs; undefined on a machine without them. */
export const postgresPrograms = [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)].find(
  (folder) => ['initdb', 'pg_ctl', 'createdb'].every((name) => existsSync(join(folder, name))),
);

/** Starts a server in a temporary folder, on a free port, without anything that makes it slow and safe. */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  if (isRoot()) await execute('chown', ['postgres', folder]);
  const data = join(folder, 'data');
  const port = await freePort();
  await run('initdb', [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ]);
  const settings = `-p ${port} -h 127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off`;
  await run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start']);

  let count = 0;
  return {
    freshDatabase: async () => {
      const name = `test_${++count}`;
      await run('createdb', ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'postgres', name]);
      return `postgresql://postgres@127.0.0.1:${port}/${name}`;
    },
    stop: async () => {
      await run('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']);
      await rm(folder, { recursive: true });
    },
  };
}

// The server refuses to run as root, and would keep a pipe to the program that started it open.
async function run(program: string, options: string[]): Promise<void> {
  const path = join(postgresPrograms as string, program);
  const [file, ...start] = isRoot() ? ['runuser', '-u', 'postgres', '--', path] : [path];
  const child = spawn(file as string, [...start, ...options], {
    cwd: tmpdir(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function debianFolders(): string[] {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return [];
  const versions = readdirSync(base).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(base, version, 'bin'));
}
