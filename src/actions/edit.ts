import type { Files } from './template.ts';

/** A change of one place in a planned file. */
export interface Edit {
  path: string;
  find: string;
  replace: string;
}

/**
 * Applies `edits` to `files`, in place.
 *
 * @throws {Error} when a file is missing, or `find` does not occur in it exactly once.
 */
export function applyEdits(files: Files, edits: readonly Edit[]): void {
  for (const edit of edits) files.set(edit.path, editText(files.get(edit.path)?.toString(), edit));
}

function editText(text: string | undefined, { path, find, replace }: Edit): string {
  if (text === undefined) throw new Error(`${path} is to be edited and is not there`);
  const [before, after, ...more] = text.split(find);
  if (before === undefined || after === undefined) throw new Error(`${path} has no "${find}"`);
  if (more.length > 0) throw new Error(`${path} has "${find}" ${more.length + 1} times, once was expected`);
  return before + replace + after;
}
