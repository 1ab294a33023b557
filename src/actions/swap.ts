import { existsSync, readFileSync, renameSync } from 'node:fs';
import { UserError } from '../user-error.ts';
import type { Content } from './change.ts';

/** A file on its way to another content. All paths are absolute. */
export interface Step {
  /** As people know it, from the project's folder. */
  name: string;
  path: string;
  /** Where its new content waits. */
  draft: string;
  /** Where its old one waits until all is done. */
  backup: string;
  before: Content | undefined;
  after: Content | undefined;
}

/**
 * Gives every file its new content, or on an error none. What could not be put back lies at its `backup` then. There
 * is no pause in it, so that no signal finds half of it done.
 *
 * @throws {UserError} when a file is not what it was when its change was planned; else what the file system says.
 */
export function swapAll(steps: readonly Step[]): void {
  for (const step of steps) refuseChanged(step);
  const undo: (() => void)[] = [];
  const move = (from: string, to: string) => {
    renameSync(from, to);
    undo.unshift(() => renameSync(to, from));
  };
  try {
    for (const { path, draft, backup, before, after } of steps) {
      if (before !== undefined) move(path, backup);
      if (after !== undefined) move(draft, path);
    }
  } catch (error) {
    for (const back of undo) attempt(back);
    throw error;
  }
}

/** The steps whose old content could not be put back, after `swapAll` has failed. */
export function notPutBack(steps: readonly Step[]): Step[] {
  return steps.filter(({ backup }) => existsSync(backup));
}

// A person may have been asked since it was read, and have saved it while the question stood there.
function refuseChanged({ name, path, before }: Step): void {
  if (isSame(before, contentOf(path))) return;
  throw new UserError(
    `${name} was saved or deleted in the meantime: nothing was written, run the command again.`,
  );
}

// What is no file is left to the renaming, which says it better.
function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

function isSame(planned: Content | undefined, found: Buffer | undefined): boolean {
  if (planned === undefined || found === undefined) return planned === found;
  return typeof planned === 'string' ? found.toString() === planned : found.equals(planned);
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {}
}
