import { UserError } from '../user-error.ts';
import { missingAnswers } from './missing.ts';
import { type Answers, flagOf, isOpen, type Question } from './question.ts';

/**
 * Completes `given` (the flags): asks what is open when there is a terminal, else takes the default.
 *
 * @throws {UserError} for an answer that is not one, for an open question without a default and a terminal, and when
 * the person leaves the prompt.
 */
export async function resolveAnswers(
  questions: readonly Question[],
  given: Answers,
  interactive: boolean,
): Promise<Answers> {
  for (const question of questions) refuseBadAnswers(question, given[question.name]);
  const open = questions.filter((question) => isOpen(question, given));
  const asked = interactive ? open.filter(({ ask }) => ask !== false) : [];
  const answers = { ...given, ...(asked.length > 0 ? await prompt(asked) : {}) };
  return { ...defaults(open, answers), ...answers };
}

/** Whether a person can be asked: a terminal on both ends, and not a CI machine. */
export function isInteractive(env: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY && !env.CI);
}

function refuseBadAnswers(question: Question, answer: Answers[string]): void {
  for (const text of [answer].flat()) if (typeof text === 'string') refuseBadAnswer(question, text);
}

function refuseBadAnswer(question: Question, answer: string): void {
  const { choices, whyNot } = question;
  const label = labelOf(question).split(' ')[0];
  if (choices && !choices.includes(answer)) {
    throw new UserError(`${label} "${answer}" is not known: choose one of ${choices.join(', ')}.`);
  }
  const reason = whyNot?.(answer);
  if (reason) throw new UserError(`${label} "${answer}" cannot be used: ${reason}.`);
}

function defaults(open: readonly Question[], answers: Answers): Answers {
  const unanswered = open.filter(({ name }) => answers[name] === undefined);
  const missing = unanswered.filter((question) => !question.default);
  if (missing.length > 0) throw missingAnswers(missing.map(labelOf));
  return Object.fromEntries(unanswered.map((question) => [question.name, question.default?.()]));
}

const labelOf = (question: Question): string =>
  question.kind === 'argument' ? question.name.toUpperCase() : flagOf(question);

async function prompt(questions: readonly Question[]): Promise<Answers> {
  const { default: inquirer } = await import('inquirer');
  try {
    return await inquirer.prompt(questions.map(toPrompt) as never);
  } catch (error) {
    if ((error as Error).name === 'ExitPromptError') throw new UserError('Stopped: nothing was written.');
    throw error;
  }
}

function toPrompt({ name, kind, message, choices, default: fallback, whyNot }: Question) {
  const reason = (answer: string) => whyNot?.(answer);
  return {
    name,
    message: `${message}:`,
    type: kind === 'choice' ? 'select' : 'input',
    choices,
    default: fallback?.(),
    validate: (answer: string) => (reason(answer) ? `"${answer}" cannot be used: ${reason(answer)}.` : true),
  };
}
