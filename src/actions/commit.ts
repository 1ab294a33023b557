import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { status } from './status.ts';

// Not execa: it takes 120 ms to load, and git all in all 30.
const execute = promisify(execFile);

const BY_HAND = 'git add -A && git commit -m "First commit"';

/**
 * Makes `folder` a git repository with everything in one commit. A repository that is there already, in the folder or
 * around it, is left alone. What cannot be done is said in a line and does no harm to the rest: a project works
 * without git. No identity is made up when git knows none: the commit would carry it for ever.
 */
export async function firstCommit(folder: string): Promise<void> {
  try {
    await git(folder, 'rev-parse', '--is-inside-work-tree');
    return status('skip', `git: the folder is inside a repository already; commit there with: ${BY_HAND}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return status('skip', `git: the program is not installed; later: git init && ${BY_HAND}`);
    }
  }
  await commitAll(folder);
}

async function commitAll(folder: string): Promise<void> {
  try {
    await git(folder, 'init', '--quiet');
    await git(folder, 'add', '--all');
    await git(folder, 'commit', '--quiet', '--message', 'First commit');
    status('commit', 'everything, as the first commit of a new git repository');
  } catch (error) {
    status('skip', `git: no commit made, ${reasonOf(error as { stderr?: string; message: string })}`);
  }
}

function reasonOf({ stderr = '', message }: { stderr?: string; message: string }): string {
  if (/tell me who you are|identity unknown|empty ident/i.test(stderr)) {
    return `git does not know you: git config --global user.name "NAME", git config --global user.email MAIL, then ${BY_HAND}`;
  }
  return `git says "${stderr.trim().split('\n')[0] || message}"; later: ${BY_HAND}`;
}

// Variables a calling git sets (in a hook, say) would point us at its own repository.
async function git(cwd: string, ...parameters: string[]): Promise<void> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|OBJECT_DIRECTORY)$/.test(name),
    ),
  );
  await execute('git', parameters, { cwd, env });
}
