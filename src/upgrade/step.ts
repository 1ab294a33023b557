import type { Change } from '../actions/change.ts';

/**
 * What an upgrade does about one file.
 * update: untouched, so it is replaced; merge: both changed it, in different places; conflict: in the same place;
 * skip: it is left as it is, and `note` says why.
 */
export interface Step {
  verb: 'create' | 'update' | 'merge' | 'conflict' | 'remove' | 'skip';
  path: string;
  note?: string;
  /** Missing when nothing is written. */
  change?: Change;
}

/** A step that writes. */
export function writing(
  verb: Step['verb'],
  path: string,
  before: string | undefined,
  after: string | undefined,
  note?: string,
): Step {
  return { verb, path, change: { path, before, after, conflicts: false }, ...(note && { note }) };
}

/** A step that leaves the file alone. */
export function skipping(path: string, note: string): Step {
  return { verb: 'skip', path, note };
}
