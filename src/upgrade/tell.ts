import { diffOf, painted } from '../actions/diff.ts';
import type { FileReport } from '../actions/file-report.ts';
import { status } from '../actions/status.ts';
import { isEngine } from './engine-files.ts';
import type { Step } from './step.ts';

/** Says what is done, one line for each file; the engine, which is ours, in one line. */
export function tell(steps: readonly Step[]): void {
  const engine = steps.filter(({ path, verb }) => isEngine(path) && !['conflict', 'skip'].includes(verb));
  if (engine.length > 0) status('update', `the engine and its tests  ${engine.length} files`);
  for (const { verb, path, note } of steps.filter((step) => !engine.includes(step))) {
    status(verb, note ? `${path}  ${note}` : path);
  }
}

/** Whether a person has to put two changes together. */
export function isConflict({ verb, path }: Step): boolean {
  return verb === 'conflict' && !isEngine(path);
}

// As a unified diff; undefined for a file that not both have changed.
function differenceOf({ change, verb }: Step): string | undefined {
  return change && ['merge', 'conflict'].includes(verb) ? diffOf(change) : undefined;
}

/** What is done, for programs; in a dry run with what would become of the files that both have changed. */
export function reportsOf(steps: readonly Step[], dryRun: boolean): FileReport[] {
  return steps.map((step) => {
    const { verb, path, note } = step;
    const diff = dryRun ? differenceOf(step) : undefined;
    return { verb, path, ...(note && { note }), ...(diff && { diff }) };
  });
}

/** Shows what would become of the files that both have changed. */
export function showDifferences(steps: readonly Step[]): void {
  for (const diff of steps.map(differenceOf)) if (diff !== undefined) console.log(`\n${painted(diff)}`);
}
