import { status as print } from '../actions/status.ts';
import { isInteractive } from '../generators/ask.ts';
import type { Losing } from '../schema/pending-losses.ts';
import { UserError } from '../user-error.ts';

/**
 * Warns of pending migrations that lose data. A person at a terminal is asked; where there is none, those that say
 * themselves what goes are applied, for that was accepted when they were written.
 *
 * @throws {UserError} when it is not meant, or nobody has said that it is.
 */
export async function agree(
  losing: readonly Losing[],
  { acceptDataLoss, json }: { acceptDataLoss?: boolean; json?: boolean },
): Promise<void> {
  if (losing.length === 0) return;
  if (!json)
    for (const { name, losses } of losing)
      for (const { message } of losses) print('warn', `${name}  ${message}`);
  if (acceptDataLoss) return;
  if (!json && isInteractive()) {
    if (await confirmed('Apply what loses this?')) return;
    throw new UserError('Stopped: nothing was applied.');
  }
  const silent = losing.filter(({ announced }) => !announced);
  if (silent.length > 0) throw new UserError(refusal(silent));
}

function refusal(silent: readonly Losing[]): string {
  const names = silent.map(({ name }) => name).join(', ');
  const sentences = silent.flatMap(({ losses }) => losses.map(({ message }) => message)).join(' ');
  const say = silent.length === 1 ? 'does not say so' : 'do not say so';
  return `Nothing was applied, for ${names} would lose data and ${say}. ${sentences} If that is meant, run "connector migrate --accept-data-loss".`;
}

/** Asks a person at the terminal, who has to say yes. */
export async function confirmed(message: string): Promise<boolean> {
  const { default: inquirer } = await import('inquirer');
  const question = { name: 'go', type: 'confirm', message, default: false } as const;
  const { go } = await inquirer.prompt([question]).catch((error: Error) => {
    if (error.name === 'ExitPromptError') return { go: false };
    throw error;
  });
  return go;
}
