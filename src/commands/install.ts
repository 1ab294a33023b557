import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, ShellError } from '../actions/shell.ts';
import { status } from '../actions/status.ts';
import { step } from '../actions/step.ts';
import { planSettings } from '../generators/app.ts';
import type { AppAnswers } from '../generators/app-questions.ts';
import { installCommand, packageManagerOf } from '../generators/package-manager.ts';
import { unmetPackages } from '../packages.ts';
import { findProject } from '../project.ts';
import { UserError } from '../user-error.ts';
import { generateStaleClient } from './client.ts';

/** `connector install`: does in an existing project whatever is still open: packages, settings, Prisma client, database. */
export async function install(): Promise<void> {
  const { folder, ledger } = await findProject();
  await finish(folder, {
    packageManager: 'npm',
    database: 'sqlite',
    external: 'Acme',
    name: folder,
    ...ledger.answers,
  });
  console.log('\nThe project is ready.');
}

interface FinishOptions {
  migrate?: boolean;
  /** The command that leads into the folder, for the command to repeat: 'cd my-app'. */
  enter?: string;
}

/**
 * Makes the project in `folder` ready to run. What is done already is said and not done again.
 *
 * @throws {UserError} with the command to repeat, when a part fails; the parts before it stay.
 */
export async function finish(
  folder: string,
  app: AppAnswers,
  { migrate = true, enter = '' }: FinishOptions = {},
): Promise<void> {
  await installPackages(folder, app.packageManager, enter);
  await writeSettings(folder, app);
  if (!(await generateStaleClient(folder))) status('identical', 'Prisma client');
  if (migrate) await migrateDatabase(folder, app, enter);
}

// A server that is not there yet is the usual reason.
async function migrateDatabase(folder: string, { packageManager }: AppAnswers, enter: string): Promise<void> {
  try {
    await (await import('./migrate.ts')).prepareDatabase(folder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { exec, run: runScript } = packageManagerOf(packageManager);
    const commands = [enter, `${exec} connector install`, `${runScript} dev`];
    const repeat = commands.filter((command) => command !== '').join(' && ');
    throw new UserError(`${error.message} All else is done; to go on: ${repeat}`, { cause: error });
  }
}

async function installPackages(folder: string, packageManager: string, enter: string): Promise<void> {
  if ((await unmetPackages(folder)).length === 0) return status('identical', 'packages');
  await step('install', `packages with ${packageManager}`, () =>
    fetchPackages(folder, packageManager, enter),
  );
}

/**
 * Installs what package.json names.
 *
 * @param enter the command that leads into the folder, for the command to repeat
 * @throws {UserError} with the command to repeat.
 */
export async function fetchPackages(folder: string, packageManager: string, enter = ''): Promise<void> {
  const { installArguments } = packageManagerOf(packageManager);
  try {
    await run(packageManager, installArguments, folder);
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    const repeat = [enter, installCommand(packageManager)].filter((command) => command !== '').join(' && ');
    throw new UserError(`${reasonOf(error)} The files are all there; to go on: ${repeat}`);
  }
}

// The first line that names a cause says more than the last one, which points to a log file.
function reasonOf({ message, output }: ShellError): string {
  const lines = output.split('\n').map((line) => line.trim());
  const cause = lines.find((line) =>
    /^(npm error|npm ERR!|(Error: )?ERR_PNPM|error)(?! code| errno| syscall| path)/.test(line),
  );
  return `${message}${cause ? ` (${cause.replace(/[.\s]+$/, '')})` : ''}.`;
}

// After a clone there is no .env, since it is never committed.
async function writeSettings(folder: string, app: AppAnswers): Promise<void> {
  const path = join(folder, '.env');
  if (existsSync(path)) return;
  await writeFile(path, await planSettings({ ...app, name: folder }), { flag: 'wx', mode: 0o600 });
  status('create', '.env  with fresh secrets');
}
