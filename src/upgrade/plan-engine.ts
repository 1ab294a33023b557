import { isSame } from '../actions/change.ts';
import { isEdited } from './engine-files.ts';
import type { Versions } from './plan-file.ts';
import { type Step, writing } from './step.ts';

/**
 * What to do about a file of the engine, which is replaced whatever it was; undefined when nothing.
 * An edited one is a conflict: what was done to it would be lost.
 *
 * @param hash what the ledger has of it
 */
export function planEngineFile(
  path: string,
  { ours, theirs }: Pick<Versions, 'ours' | 'theirs'>,
  hash: string | undefined,
): Step | undefined {
  if (ours === undefined) return theirs === undefined ? undefined : writing('create', path, ours, theirs);
  if (theirs !== undefined && isSame(ours, theirs)) return undefined;
  const usual = theirs === undefined ? 'remove' : 'update';
  return writing(isEdited(ours, hash) ? 'conflict' : usual, path, ours, theirs);
}
