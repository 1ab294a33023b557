import type { Failure } from '../schema/apply.ts';
import { MIGRATIONS } from '../schema/migrations.ts';

/** What to tell about a migration whose file was changed after it had been applied. */
export function warnAboutEdited(name: string): string {
  return `${name}  was edited after it was applied: the edit has no effect, put it into a new migration`;
}

/** What a failed migration means for the database, and the way out. */
export function explainFailure({ name, reason, undone }: Failure): string {
  const file = `${MIGRATIONS}/${name}/migration.sql`;
  const again = 'run "connector migrate" again';
  if (undone) {
    return `${name} failed (${firstLine(reason)}). Nothing of it was kept: correct ${file}, and ${again}.`;
  }
  return `${name} was begun and did not end (${firstLine(reason)}), so a part of it may be in the database. Compare the database with ${file}. Take back what is there and say so with "connector migrate --rolled-back ${name}", or add what is missing and say so with "connector migrate --applied ${name}". Then ${again}.`;
}

/** What the database said: the engine puts its own call stack after that, and its own words before it. */
export function firstLine(reason: string): string {
  const lines = reason
    .split('\n')
    .filter((line) => line !== 'external connector error' && line.trim() !== '');
  return (lines[0] ?? reason).replace(/^Error querying the database: /, '').trim();
}
