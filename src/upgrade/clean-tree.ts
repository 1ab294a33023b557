import { git } from '../actions/git.ts';
import { UserError } from '../user-error.ts';

/**
 * Makes sure that git has everything in `folder`: then each line of what is done can be seen, and taken back.
 *
 * @param what it is called
 * @throws {UserError} when it is in no repository, or something is not committed.
 */
export async function requireCleanTree(folder: string, what = 'upgrade'): Promise<void> {
  const open = await uncommitted(folder);
  if (open === undefined) {
    throw new UserError(
      `The project is not in git, so the ${what} could not be taken back: run "git init && git add -A && git commit -m Before" first.`,
    );
  }
  if (open.length === 0) return;
  const some =
    open.length > 3 ? `${open.slice(0, 3).join(', ')} and ${open.length - 3} more` : open.join(', ');
  throw new UserError(
    `Not everything is committed (${some}): commit it or put it away with "git stash -u", so that what the ${what} does can be seen and taken back. Nothing was written.`,
  );
}

async function uncommitted(folder: string): Promise<string[] | undefined> {
  try {
    const lines = await git(folder, 'status', '--porcelain', '--', '.');
    return lines
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(3));
  } catch {
    return undefined;
  }
}
