import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ancestors } from '../project.ts';
import { git } from './git.ts';
import { status } from './status.ts';

const BY_HAND = 'git add -A && git commit -m "First commit"';

/**
 * Makes `folder` a git repository with everything in one commit. A repository that is there already, in the folder or
 * around it, is left alone. What cannot be done is said in a line and does no harm to the rest: a project works
 * without git. No identity is made up when git knows none: the commit would carry it for ever.
 */
export async function firstCommit(folder: string): Promise<void> {
  if (ancestors(folder).some((candidate) => existsSync(join(candidate, '.git')))) {
    return status('skip', `git: the folder is inside a repository already; commit there with: ${BY_HAND}`);
  }
  try {
    await git(folder, 'init', '--quiet');
    await git(folder, 'add', '--all');
    // There is nothing to collect in a new repository, and starting to look takes as long as the commit.
    await git(
      folder,
      '-c',
      'gc.auto=0',
      '-c',
      'maintenance.auto=false',
      'commit',
      '--quiet',
      '-m',
      'First commit',
    );
    status('commit', 'everything, as the first commit of a new git repository');
  } catch (error) {
    status('skip', `git: ${reasonOf(error as Failure)}`);
  }
}

type Failure = NodeJS.ErrnoException & { stderr?: string };

function reasonOf({ code, stderr = '', message }: Failure): string {
  if (code === 'ENOENT') return `the program is not installed; later: git init && ${BY_HAND}`;
  if (/tell me who you are|identity unknown|empty ident/i.test(stderr)) {
    return `no commit made, git does not know you: git config --global user.name "NAME", git config --global user.email MAIL, then ${BY_HAND}`;
  }
  return `no commit made, git says "${stderr.trim().split('\n')[0] || message}"; later: ${BY_HAND}`;
}
