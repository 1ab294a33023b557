import { type Change, verbOf } from './change.ts';
import { status } from './status.ts';

/** What was done to one file of a project, or would be. */
export interface FileReport {
  verb: string;
  path: string;
  /** What a person should know of it. */
  note?: string;
  /** What would be different, as a unified diff: in a dry run alone. */
  diff?: string;
}

/** What would be done, with each difference. Nothing is written. */
export async function dryReports(changes: readonly Change[]): Promise<FileReport[]> {
  const { diffOf } = await import('./diff.ts');
  return changes.map((change) => {
    const { path, conflicts } = change;
    const verb = conflicts ? 'conflict' : verbOf(change);
    return { verb, path, ...(verb === 'identical' ? {} : { diff: diffOf(change) }) };
  });
}

/** Says it to a person: a line for each file, and then the differences of a dry run. */
export async function tellFiles(files: readonly FileReport[]): Promise<void> {
  for (const { verb, path, note } of files) status(verb, note ? `${path}  ${note}` : path);
  const diffs = files.flatMap(({ diff }) => diff ?? []);
  if (diffs.length === 0) return;
  const { painted } = await import('./diff.ts');
  for (const diff of diffs) console.log(`\n${painted(diff)}`);
}
