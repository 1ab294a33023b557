import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, ShellError } from '../actions/shell.ts';
import { requireFrom } from '../schema/adapter.ts';
import type { Provider } from '../schema/provider.ts';
import { versions } from '../tool.ts';
import { UserError } from '../user-error.ts';
import type { Talk } from './talk.ts';

/** The folders that the drivers of the databases are found from. */
export interface Drivers {
  sqlite: string;
  postgresql: string;
  /** Leaves nothing behind of what was fetched. */
  remove(): Promise<void>;
}

const PACKAGES: Record<Provider, string> = {
  sqlite: '@prisma/adapter-libsql',
  postgresql: '@prisma/adapter-pg',
};

/**
 * Finds the drivers of `wanted`. A project has the one of its own database: another one is fetched into a folder for
 * the time of the copy, so that the project stays as it is until all rows are there.
 *
 * @throws {UserError} when it cannot be fetched.
 */
export async function findDrivers(folder: string, wanted: readonly Provider[], talk: Talk): Promise<Drivers> {
  const missing = wanted.map((provider) => PACKAGES[provider]).filter((name) => !isInstalled(folder, name));
  if (missing.length === 0) return { sqlite: folder, postgresql: folder, remove: async () => {} };
  const place = await mkdtemp(join(tmpdir(), 'connector-drivers-'));
  const remove = () => rm(place, { recursive: true, force: true });
  try {
    await talk.step('fetch', missing.join(', '), () => fetch(place, missing));
  } catch (error) {
    await remove();
    throw error instanceof ShellError ? notFetched(error, missing) : error;
  }
  const placeOf = (provider: Provider) => (missing.includes(PACKAGES[provider]) ? place : folder);
  return { sqlite: placeOf('sqlite'), postgresql: placeOf('postgresql'), remove };
}

function isInstalled(folder: string, name: string): boolean {
  try {
    requireFrom(folder, name);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

// With npm whatever the project uses: it comes with Node, and needs nothing around the folder.
async function fetch(place: string, names: readonly string[]): Promise<void> {
  const dependencies = Object.fromEntries(names.map((name) => [name, versions[name]]));
  await writeFile(join(place, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'], place);
}

function notFetched({ message, output }: ShellError, names: readonly string[]): UserError {
  const specs = names.map((name) => `${name}@${versions[name]}`).join(' ');
  const cause = output.split('\n').find((line) => /^npm (error|ERR!)(?! code| errno| syscall)/.test(line));
  return new UserError(
    `${message}${cause ? ` (${cause.trim()})` : ''}: add ${specs} to the project, commit that, and run the command again. Nothing was changed.`,
  );
}
