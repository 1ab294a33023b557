import { UserError } from '../user-error.ts';
import type { Change } from './change.ts';

/** What a person says to a file that is in the way. */
export type Decision = 'yes' | 'no' | 'all' | 'quit' | 'diff';

/** Asks about one file. */
export type Ask = (change: Change) => Promise<Decision>;

/**
 * Decides about what is in the way: with `ask`, a person does, file by file.
 *
 * @returns the changes to carry out, and the paths that stay as they are.
 * @throws {UserError} when somebody quits, or nobody can be asked.
 */
export async function settle(
  changes: readonly Change[],
  { force = false, ask, show }: { force?: boolean; ask?: Ask | undefined; show?: (change: Change) => void },
): Promise<{ agreed: Change[]; kept: string[] }> {
  const conflicts = changes.filter(({ conflicts }) => conflicts);
  if (force || conflicts.length === 0) return { agreed: [...changes], kept: [] };
  if (!ask) throw new UserError(inTheWay(conflicts));
  const kept = new Set<string>();
  for (const change of conflicts) {
    const decision = await decide(change, ask, show);
    if (decision === 'quit') throw new UserError('Stopped: nothing was written.');
    if (decision === 'all') break;
    if (decision === 'no') kept.add(change.path);
  }
  return { agreed: changes.filter(({ path }) => !kept.has(path)), kept: [...kept] };
}

async function decide(change: Change, ask: Ask, show?: (change: Change) => void): Promise<Decision> {
  const decision = await ask(change);
  if (decision !== 'diff') return decision;
  show?.(change);
  return decide(change, ask, show);
}

function inTheWay(conflicts: readonly Change[]): string {
  const paths = conflicts.map(({ path }) => path).join(', ');
  const [is, it] = conflicts.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${paths} ${is} there already with another content. Nothing was written: look at the difference with --dry-run, write over ${it} with --force, or choose another name.`;
}

/** Asks in the terminal: [Ynaqdh]. */
export async function askInTerminal({ path }: Change): Promise<Decision> {
  const { default: inquirer } = await import('inquirer');
  const question = {
    type: 'expand',
    name: 'decision',
    message: `Write over ${path}?`,
    default: 'y',
    choices: [
      { key: 'y', name: 'yes, write over it', value: 'yes' },
      { key: 'n', name: 'no, leave it as it is', value: 'no' },
      { key: 'a', name: 'all: write over this and all others', value: 'all' },
      { key: 'q', name: 'quit, write nothing at all', value: 'quit' },
      { key: 'd', name: 'diff: show the difference', value: 'diff' },
    ],
  };
  const answer = await inquirer.prompt([question as never]).catch((error: Error) => {
    if (error.name === 'ExitPromptError') return { decision: 'quit' };
    throw error;
  });
  return (answer as { decision: Decision }).decision;
}
