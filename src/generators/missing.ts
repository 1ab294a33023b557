import { UserError } from '../user-error.ts';

/**
 * What to tell when nobody can be asked (no terminal, a CI machine, or `--yes`) and answers are missing: all of them at
 * once, by their flags.
 */
export function missingAnswers(flags: readonly string[]): UserError {
  const [is, it] = flags.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const names = flags.length === 1 ? flags[0] : `${flags.slice(0, -1).join(', ')} and ${flags.at(-1)}`;
  return new UserError(`${names} ${is} missing, and nobody can be asked: give ${it} on the command line.`);
}
