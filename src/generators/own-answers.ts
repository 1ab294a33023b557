import { UserError } from '../user-error.ts';
import { missingAnswers } from './missing.ts';

/** A question of a plopfile, as inquirer has them. */
export interface Prompt {
  name: string;
  type?: string;
  message?: unknown;
  default?: unknown;
  choices?: unknown;
  when?: unknown;
  validate?: (value: unknown, answers: object) => unknown;
}

type Found = Record<string, unknown>;

/**
 * The answers to a plopfile's questions: words in the order of the questions, `--name value` in any order, then the
 * terminal, else each question's default.
 *
 * @throws {UserError} for a word that answers nothing, an answer that is refused, and one that is missing.
 */
export async function completeAnswers(
  prompts: readonly Prompt[],
  words: readonly string[],
  interactive: boolean,
): Promise<Found> {
  const given = read(prompts, words);
  for (const prompt of prompts) if (prompt.name in given) await refuse(prompt, given);
  return interactive ? ask(prompts, given) : takeDefaults(prompts, given);
}

function read(prompts: readonly Prompt[], words: readonly string[]): Found {
  const given: Found = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, flag, inline] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const prompt = prompts.find(({ name }) => (flag === undefined ? !(name in given) : name === flag));
    if (!prompt) throw new UserError(`"${word}" answers none of the questions ${namesOf(prompts)}.`);
    const isSwitch =
      flag !== undefined && inline === undefined && (prompt.type === 'confirm' || rest.length === 0);
    const text = flag === undefined ? word : (inline ?? (isSwitch ? 'true' : rest.shift()));
    given[prompt.name] = toValue(prompt, text ?? '');
  }
  return given;
}

function toValue({ type }: Prompt, text: string): unknown {
  if (type === 'confirm') return /^(y|yes|true|1)$/i.test(text);
  if (type === 'number') return Number(text);
  return type === 'checkbox' ? text.split(',') : text;
}

async function refuse(prompt: Prompt, answers: Found): Promise<void> {
  const verdict = await prompt.validate?.(answers[prompt.name], answers);
  if (verdict === undefined || verdict === true) return;
  throw new UserError(`--${prompt.name} is refused: ${verdict || 'it is not valid'}.`);
}

async function ask(prompts: readonly Prompt[], given: Found): Promise<Found> {
  const { default: inquirer } = await import('inquirer');
  return inquirer.prompt(prompts as never, given as never).catch((error: Error) => {
    if (error.name === 'ExitPromptError') throw new UserError('Stopped: nothing was written.');
    throw error;
  }) as Promise<Found>;
}

async function takeDefaults(prompts: readonly Prompt[], given: Found): Promise<Found> {
  const answers = { ...given };
  const missing: string[] = [];
  for (const prompt of prompts) {
    if (prompt.name in answers || (await called(prompt.when ?? true, answers)) === false) continue;
    const fallback = await called(prompt.default, answers);
    if (fallback === undefined) missing.push(`--${prompt.name}`);
    else answers[prompt.name] = fallback;
  }
  if (missing.length > 0) throw missingAnswers(missing);
  return answers;
}

const called = async (value: unknown, answers: Found) =>
  typeof value === 'function' ? value(answers) : value;

const namesOf = (prompts: readonly Prompt[]) =>
  prompts.map(({ name }) => `--${name}`).join(', ') || '(there are none)';
