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
