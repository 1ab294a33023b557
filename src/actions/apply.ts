import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { mkdir, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';
import type { Change } from './change.ts';

/**
 * Carries out changes in a project: all of them, or on an error none. Everything is written next to its place first;
 * then names change, and what a change replaced is kept until the last one is done.
 *
 * @throws {UserError} when the file system refuses; the project is as it was.
 */
export async function applyChanges(folder: string, changes: readonly Change[]): Promise<void> {
  const mark = `.${randomBytes(4).toString('hex')}`;
  const steps = changes.map((change) => toStep(folder, mark, change));
  const made: string[] = [];
  const forget = cleanOnSignal(steps);
  try {
    for (const { path } of steps) made.push(...(await makeFolder(dirname(path))));
    await Promise.all(steps.map(writeDraft));
    swapAll(steps);
  } catch (error) {
    discard(steps);
    for (const path of made.reverse()) await rmdir(path).catch(() => {});
    throw explained(error as NodeJS.ErrnoException);
  } finally {
    forget();
  }
  discard(steps);
  await removeEmptyFolders(folder, changes);
}

interface Step {
  path: string;
  /** Where its new text waits, and its old one until all is done. */
  draft: string;
  backup: string;
  after: string | undefined;
  exists: boolean;
}

function toStep(folder: string, mark: string, { path, before, after }: Change): Step {
  const place = join(folder, path);
  return {
    path: place,
    draft: `${place}${mark}.new`,
    backup: `${place}${mark}.old`,
    after,
    exists: before !== undefined,
  };
}

/** @returns the folders that were not there, outermost first. */
async function makeFolder(folder: string): Promise<string[]> {
  const first = await mkdir(folder, { recursive: true });
  const made: string[] = [];
  for (let path = folder; first !== undefined && path.length >= first.length; path = dirname(path))
    made.unshift(path);
  return made;
}

async function writeDraft({ path, draft, after, exists }: Step): Promise<void> {
  if (after === undefined) return;
  const mode = exists ? (await stat(path)).mode : 0o666;
  await writeFile(draft, after, { flag: 'wx', mode });
}

// Without a pause, so that no signal finds half of it done.
function swapAll(steps: readonly Step[]): void {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string) => {
    renameSync(from, to);
    undo.unshift(() => renameSync(to, from));
  };
  try {
    for (const { path, draft, backup, after, exists } of steps) {
      if (exists) move(path, backup);
      if (after !== undefined) move(draft, path);
    }
  } catch (error) {
    for (const back of undo) back();
    throw error;
  }
}

// What cannot be removed was never written.
function discard(steps: readonly Step[]): void {
  for (const path of steps.flatMap(({ draft, backup }) => [draft, backup])) {
    try {
      rmSync(path, { force: true, recursive: true });
    } catch {}
  }
}

function cleanOnSignal(steps: readonly Step[]): () => void {
  const stop = (signal: NodeJS.Signals) => {
    discard(steps);
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return () => process.off('SIGINT', stop).off('SIGTERM', stop);
}

function explained(error: NodeJS.ErrnoException): Error {
  if (!error.code || !error.path) return error;
  return new UserError(`Nothing was changed, for a file could not be written: ${error.message}`);
}

async function removeEmptyFolders(folder: string, changes: readonly Change[]): Promise<void> {
  for (const { path } of changes.filter(({ after }) => after === undefined)) {
    let parent = dirname(path);
    while (parent !== '.' && (await isRemoved(join(folder, parent)))) parent = dirname(parent);
  }
}

async function isRemoved(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}
