import { type Answers, flagOf, type Question } from './question.ts';

const NOT_REMEMBERED = new Set(['dryRun', 'force', 'yes', 'json']);

/** The command line that gives those answers, word by word. */
export function parametersOf(questions: readonly Question[], answers: Answers): string[] {
  return questions
    .filter(({ name }) => !NOT_REMEMBERED.has(name))
    .flatMap((question) => wordsOf(question, answers[question.name]));
}

function wordsOf(question: Question, answer: Answers[string]): string[] {
  const flag = flagOf(question).split(' ')[0] as string;
  if (question.kind === 'denial') return answer === false ? [flag] : [];
  if (answer === undefined || answer === false) return [];
  if (question.kind === 'switch') return [flag];
  const values = [answer].flat().map(String);
  const isPlain = question.kind === 'argument' || question.kind === 'arguments';
  return isPlain ? values : values.flatMap((value) => [flag, value]);
}
