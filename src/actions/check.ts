import { constants } from 'node:fs';
import { access, lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { UserError } from '../user-error.ts';

/**
 * Makes sure that a project can be written to `folder`: it is absent, or empty but for a git repository. Of what is
 * above a folder that is there nothing is asked.
 *
 * @throws {UserError} naming what is in the way.
 */
export async function checkFolder(folder: string): Promise<void> {
  if (!(await isFolder(folder))) return checkAbsent(folder);
  await checkWritable(folder);
  const found = (await readdir(folder)).filter((name) => name !== '.git');
  if (found.length === 0) return;
  const some =
    found.length > 3 ? `${found.slice(0, 3).join(', ')} and ${found.length - 3} more` : found.join(', ');
  throw new UserError(
    `${folder} is not empty (${some}): choose another name, or an empty folder. Nothing was touched.`,
  );
}

/**
 * @throws {Error} when two paths are one file where upper and lower case are the same (macOS, Windows).
 */
export function checkPaths(paths: Iterable<string>): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const twin = seen.get(path.toLowerCase());
    if (twin) throw new Error(`${twin} and ${path} differ in upper and lower case only`);
    seen.set(path.toLowerCase(), path);
  }
}

async function checkAbsent(folder: string): Promise<void> {
  const parent = await checkParent(dirname(folder));
  if (parent === dirname(folder)) await refuseTwin(parent, basename(folder));
  if (await exists(folder)) throw new UserError(`${folder} is a file: choose another name, or move it away.`);
}

// Walks up to the first folder that is there: it is the one that must let us write.
async function checkParent(folder: string): Promise<string> {
  if (!(await exists(folder))) return checkParent(dirname(folder));
  if (!(await isFolder(folder)))
    throw new UserError(`${folder} is a file, not a folder: choose another place.`);
  await checkWritable(folder);
  return folder;
}

async function checkWritable(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    throw new UserError(
      `You may not write to ${folder}: choose another place, or have its permissions changed.`,
    );
  }
}

async function refuseTwin(parent: string, name: string): Promise<void> {
  const twin = (await readdir(parent)).find(
    (other) => other !== name && other.toLowerCase() === name.toLowerCase(),
  );
  if (!twin) return;
  throw new UserError(
    `${parent} has "${twin}" already, the same name on macOS and Windows: choose a name that differs in more than upper and lower case.`,
  );
}

// A link that leads nowhere exists as well: writing through it would surprise.
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? false : error.code !== 'ENOTDIR'),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
