import { UserError } from '../user-error.ts';
import { toldUrl } from './addresses.ts';
import { findDrivers } from './drivers.ts';
import { withTarget } from './move.ts';
import { dropFinished, type Progress } from './progress.ts';
import type { Talk } from './talk.ts';

/**
 * Ends a move that was cut off when the project was on PostgreSQL already, and all that was left was to say so in the
 * database.
 *
 * @throws {UserError} when there is none: the project was on PostgreSQL before; and when its database does not answer.
 */
export async function endMove(folder: string, given: string | undefined, talk: Talk): Promise<void> {
  const url = await toldUrl(folder, given, false);
  const progress = url === undefined ? undefined : await forget(folder, url, talk);
  if (progress?.finished) return;
  throw new UserError(
    progress
      ? `A copy of ${progress.path} to this database was cut off: end it with --from ${progress.path}. Nothing was changed.`
      : 'The project is on PostgreSQL already. To copy the rows of a SQLite file into its database, name the file with --from. Nothing was changed.',
  );
}

async function forget(folder: string, url: string, talk: Talk): Promise<Progress | undefined> {
  const drivers = await findDrivers(folder, ['postgresql'], talk);
  try {
    return await withTarget(drivers, url, dropFinished);
  } finally {
    await drivers.remove();
  }
}
