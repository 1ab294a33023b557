import { status } from '../actions/status.ts';
import { endMove } from '../database/end-move.ts';
import { carryOut, type Move, prepareMove } from '../database/move.ts';
import { aloud, silent, type Talk } from '../database/talk.ts';
import { isInteractive } from '../generators/ask.ts';
import { unmetPackages } from '../packages.ts';
import { findProject, type Project } from '../project.ts';
import { providerOf, readSchema } from '../schema/provider.ts';
import { isConflict } from '../upgrade/tell.ts';
import { UserError } from '../user-error.ts';
import { confirmed } from './agree.ts';
import { questionOf, reportEnd, reportMove, tellSteps } from './database-words.ts';

/** The flags as they were given. */
export interface DatabaseOptions {
  /** Address of the PostgreSQL database; DATABASE_URL of the environment by default. */
  url?: string;
  /** The SQLite file, when it is not the one that .env names. */
  from?: string;
  dryRun?: boolean;
  json?: boolean;
  yes?: boolean;
  /** A folder inside the project; the current one by default. */
  folder?: string;
}

/**
 * `connector database postgresql`: takes a project from SQLite to PostgreSQL, with its rows. In a project that is on
 * PostgreSQL already `--from` copies the rows of a SQLite file: those of production, say, once the project has moved.
 *
 * @throws {UserError} when something is in the way; and when all is done and has conflicts for a person to solve.
 */
export async function database(options: DatabaseOptions = {}): Promise<void> {
  const project = await findProject(options.folder);
  const talk = options.json ? silent : aloud;
  const isSqlite = providerOf(await readSchema(project.folder)) === 'sqlite';
  if (!isSqlite && options.from === undefined) return await end(project, options, talk);
  const move = await prepareMove(project, isSqlite, options, talk);
  try {
    if (options.dryRun) return reportMove(project, move, move.tables, options);
    await agree(move, options);
    const tables = await carryOut(move, talk);
    if (!options.json) tellSteps(move);
    if (isSqlite) await makeReady(project, talk);
    reportMove(project, move, tables, options);
    refuseConflicts(move);
  } finally {
    await move.close();
  }
}

async function end(project: Project, { url, json }: DatabaseOptions, talk: Talk): Promise<void> {
  await endMove(project.folder, url, talk);
  await makeReady(project, talk);
  reportEnd(json);
}

async function agree(move: Move, { yes, json }: DatabaseOptions): Promise<void> {
  if (yes || json || !isInteractive()) return;
  status('note', 'every process of the connector has to be stopped until this is over');
  if (await confirmed(questionOf(move))) return;
  throw new UserError('Stopped: nothing was changed.');
}

async function makeReady({ folder, ledger }: Project, talk: Talk): Promise<void> {
  if ((await unmetPackages(folder)).length > 0) {
    const { fetchPackages } = await import('./install.ts');
    const manager = ledger.answers.packageManager ?? 'npm';
    await talk.step('install', `packages with ${manager}`, () => fetchPackages(folder, manager));
  }
  const { generateClient } = await import('../schema/client.ts');
  await talk.step('generate', 'Prisma client', () => generateClient(folder));
}

function refuseConflicts({ files }: Move): void {
  const open = files?.steps.filter(isConflict).map(({ path }) => path) ?? [];
  if (open.length === 0) return;
  throw new UserError(
    `All is done, but you and the template for PostgreSQL have both changed lines of ${open.join(', ')}: solve them between the markers.`,
  );
}
