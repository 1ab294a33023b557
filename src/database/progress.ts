import type { ForeignKey } from './foreign-keys.ts';
import type { Target } from './target.ts';

/** How far a copy has come: a row of a table in the database that is copied to, for as long as it is under way. */
export interface Progress {
  /** The SQLite file, and what was in it. */
  path: string;
  fingerprint: string;
  /** SQLite's number of the last row of each table that was copied. */
  reached: Record<string, string>;
  /** Foreign keys that are away until the end. */
  away: ForeignKey[];
  /** All rows are there, and were compared. */
  finished: boolean;
}

/** The table: a copy that was cut off is told by it from data of somebody else. */
export const PROGRESS = '_connector_copy';

/** What is known of a copy to this database; undefined when there is none under way. */
export async function readProgress(target: Target): Promise<Progress | undefined> {
  if ((await target.rows(`SELECT 1 WHERE to_regclass('${PROGRESS}') IS NOT NULL`)).length === 0)
    return undefined;
  const [row] = await target.rows<unknown[]>(
    `SELECT path, fingerprint, reached, away, finished FROM ${PROGRESS}`,
  );
  if (!row) return undefined;
  const [path, fingerprint, reached, away, finished] = row;
  return { path, fingerprint, reached, away, finished } as Progress;
}

/** Writes it, in place of what was known before. */
export async function writeProgress(target: Target, progress: Progress): Promise<void> {
  const { path, fingerprint, reached, away, finished } = progress;
  await target.rows(`CREATE TABLE IF NOT EXISTS ${PROGRESS} (
    path text NOT NULL, fingerprint text NOT NULL, reached jsonb NOT NULL, away jsonb NOT NULL, finished boolean NOT NULL)`);
  await target.rows(`DELETE FROM ${PROGRESS}`);
  await target.rows(`INSERT INTO ${PROGRESS} VALUES ($1, $2, $3, $4, $5)`, [
    path,
    fingerprint,
    JSON.stringify(reached),
    JSON.stringify(away),
    finished,
  ]);
}

/** The part of a statement that notes a table's last row: as $1 and $2, in the statement that writes the rows. */
export const NOTE_REACHED = `UPDATE ${PROGRESS} SET reached = reached || jsonb_build_object($1::text, $2::text)`;

/** Forgets a copy that is finished. Returns what was known of it, or of the one that is under way. */
export async function dropFinished(target: Target): Promise<Progress | undefined> {
  const progress = await readProgress(target);
  if (progress?.finished) await dropProgress(target);
  return progress;
}

/** Forgets it: from now on the data is the connector's own. */
export async function dropProgress(target: Target): Promise<void> {
  await target.rows(`DROP TABLE IF EXISTS ${PROGRESS}`);
}
