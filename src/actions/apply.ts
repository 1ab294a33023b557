import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';
import { allOver } from './all-over.ts';
import type { FileChange } from './change.ts';
import { type Checkpoint, withoutInterruption } from './interruption.ts';
import { notPutBack, type Step, swapAll } from './swap.ts';

/**
 * Carries out changes in a project: all of them, or on an error none. Everything is written next to its place first;
 * then names change, and what a change replaced is kept until the last one is done.
 *
 * @throws {UserError} when a file was saved since it was read, or the file system refuses; the project is as it was,
 * but for what the message names.
 */
export async function applyChanges(folder: string, changes: readonly FileChange[]): Promise<void> {
  await withoutInterruption((checkpoint) => applyAll(folder, changes, checkpoint));
}

async function applyAll(
  folder: string,
  changes: readonly FileChange[],
  checkpoint: Checkpoint,
): Promise<void> {
  const mark = `.${randomBytes(4).toString('hex')}`;
  const steps = changes.map((change) => toStep(folder, mark, change));
  const made: string[] = [];
  try {
    for (const { path } of steps) made.push(...(await makeFolder(dirname(path))));
    await allOver(steps.map(writeDraft));
    checkpoint();
    swapAll(steps);
  } catch (error) {
    removeAll(steps.map(({ draft }) => draft));
    for (const path of made.reverse()) await rmdir(path).catch(() => {});
    throw explained(error as NodeJS.ErrnoException, notPutBack(steps));
  }
  removeAll(steps.map(({ backup }) => backup));
  await removeEmptyFolders(folder, changes);
}

function toStep(folder: string, mark: string, { path: name, before, after }: FileChange): Step {
  const path = join(folder, name);
  return { name, path, draft: `${path}${mark}.new`, backup: `${path}${mark}.old`, before, after };
}

/** @returns the folders that were not there, outermost first. */
async function makeFolder(folder: string): Promise<string[]> {
  const first = await mkdir(folder, { recursive: true });
  const made: string[] = [];
  for (let path = folder; first !== undefined && path.length >= first.length; path = dirname(path))
    made.unshift(path);
  return made;
}

async function writeDraft({ path, draft, after }: Step): Promise<void> {
  if (after === undefined) return;
  const found = await stat(path).catch(() => undefined);
  await writeFile(draft, after, { flag: 'wx', mode: found?.mode ?? 0o666 });
}

// What cannot be removed was never written.
function removeAll(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      rmSync(path, { force: true, recursive: true });
    } catch {}
  }
}

function explained(error: NodeJS.ErrnoException, lost: readonly Step[]): Error {
  if (lost.length > 0) {
    const places = lost.map(({ name, backup }) => `${name} is kept as ${basename(backup)}`).join(', ');
    return new UserError(
      `A file could not be written (${error.message}), and not all could be put back: ${places}. Give it its name back by hand.`,
    );
  }
  if (!error.code || !error.path) return error;
  return new UserError(`Nothing was changed, for a file could not be written: ${error.message}`);
}

async function removeEmptyFolders(folder: string, changes: readonly FileChange[]): Promise<void> {
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
