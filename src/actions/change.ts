import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../user-error.ts';

/** What a file holds. */
export type Content = string | Buffer;

/** What is to happen to one file of a project. */
export interface FileChange<T extends Content = Content> {
  /** From the project's folder, with "/" in it. */
  path: string;
  /** Its content now; undefined when it is not there. */
  before: T | undefined;
  /** Its content then; undefined when it is to go. */
  after: T | undefined;
}

/** The same for a text, which may have been written by somebody else. */
export interface Change extends FileChange<string> {
  /** Text that is there and was not written by us stands in the way. */
  conflicts: boolean;
}

/** What a change is called in the list of what was done. */
export function verbOf({ before, after }: Change): 'create' | 'update' | 'remove' | 'identical' {
  if (before === undefined) return after === undefined ? 'identical' : 'create';
  if (after === undefined) return 'remove';
  return isSame(before, after) ? 'identical' : 'update';
}

/** Whether two texts say the same; how lines end is the editor's or git's choice. */
export const isSame = (one: string, other: string): boolean => plain(one) === plain(other);

/** A text without a byte order mark, with lines that end in "\n". */
export const plain = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');

/**
 * A file that is to have that content, whoever wrote what is there.
 *
 * @throws {UserError} when a file or folder on its way has the same name in other upper and lower case, or a
 * folder stands there.
 */
export async function toWrite(folder: string, path: string, after: string): Promise<Change> {
  await refuseTwins(folder, path);
  const before = await readText(join(folder, path));
  return { path, before, after, conflicts: before !== undefined && !isSame(before, after) };
}

/** The text of a file; undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EISDIR') throw new UserError(`${path} is a folder: move it away, or choose another name.`);
    if (code === 'ENOTDIR')
      throw new UserError(`${dirname(path)} is a file, and should be a folder: move it away.`);
    throw error;
  }
}

// On macOS and Windows they are one file, or one folder.
async function refuseTwins(folder: string, path: string): Promise<void> {
  if (dirname(path) !== '.') await refuseTwins(folder, dirname(path));
  const names = await readdir(join(folder, dirname(path))).catch(() => []);
  const name = basename(path);
  const twin = names.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
  if (!twin) return;
  throw new UserError(
    `${dirname(path)} has "${twin}" already, which is the same as "${name}" on macOS and Windows: choose another name.`,
  );
}
