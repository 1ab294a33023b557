import { UserError } from '../user-error.ts';
import { targetUrl } from './addresses.ts';
import { findDrivers } from './drivers.ts';
import { withTarget } from './move.ts';
import { dropFinished, type Progress } from './progress.ts';
import type { Talk } from './talk.ts';

/**
 * Ends a move that was cut off when the project was on PostgreSQL already, and all that was left was to say so in the
 * database.
 *
 * @throws {UserError} when there is none: the project was on PostgreSQL before.
 */
export async function endMove(folder: string, given: string | undefined, talk: Talk): Promise<void> {
  const progress = await forget(folder, given, talk).catch((error) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
  if (progress?.finished) return;
  throw new UserError(
    progress
      ? `A copy of ${progress.path} to this database was cut off: end it with --from ${progress.path}. Nothing was changed.`
      : 'The project is on PostgreSQL already. To copy the rows of a SQLite file into its database, name the file with --from. Nothing was changed.',
  );
}

async function forget(folder: string, given: string | undefined, talk: Talk): Promise<Progress | undefined> {
  const url = await targetUrl(folder, given, false);
  const drivers = await findDrivers(folder, ['postgresql'], talk);
  try {
    return await withTarget(drivers, url, dropFinished);
  } finally {
    await drivers.remove();
  }
}
