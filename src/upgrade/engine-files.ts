import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { plain } from '../actions/change.ts';
import { hashOf } from '../ledger.ts';

const FOLDERS = ['src/engine/', 'test/engine/'];

/** Whether the file at `path` belongs to the engine: replaced as a whole by an upgrade, and not to be edited. */
export function isEngine(path: string): boolean {
  return FOLDERS.some((folder) => path.startsWith(folder));
}

/** Whether `text` is another one than was written under `hash`. How its lines end is git's choice. */
export function isEdited(text: string, hash: string | undefined): boolean {
  return hashOf(text) !== hash && hashOf(plain(text)) !== hash;
}

/** The files in the engine's folders that are not among `known`, in the order of their paths. */
export async function ownEngineFiles(folder: string, known: ReadonlySet<string>): Promise<string[]> {
  const found = await Promise.all(FOLDERS.map((path) => filesIn(folder, path)));
  return found
    .flat()
    .filter((path) => !known.has(path))
    .sort();
}

async function filesIn(folder: string, path: string): Promise<string[]> {
  const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
  const found = entries.map(async (entry) =>
    entry.isDirectory() ? filesIn(folder, `${path}${entry.name}/`) : [`${path}${entry.name}`],
  );
  return (await Promise.all(found)).flat();
}
