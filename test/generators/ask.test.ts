import { expect, test } from 'vitest';
import { createConnectorProgram } from '../../src/cli.ts';
import { questions } from '../../src/generators/app-questions.ts';
import { isInteractive, resolveAnswers } from '../../src/generators/ask.ts';
import { flagOf, type Question } from '../../src/generators/question.ts';

const color: Question = {
  name: 'color',
  kind: 'choice',
  message: 'Color',
  choices: ['red', 'blue'],
  default: () => 'red',
};
const title: Question = {
  name: 'bookTitle',
  kind: 'text',
  message: 'Title',
  whyNot: (text) => (text === '' ? 'it is empty' : undefined),
};

test('the flags of create-connector are its questions, one for one', () => {
  const flags = createConnectorProgram().options.map(({ flags }) => flags.split(' ')[0]);
  const asked = questions
    .filter(({ kind }) => kind !== 'argument')
    .map((question) => flagOf(question).split(' ')[0]);
  expect(flags).toEqual(['-V,', ...asked]);
});

test('what was given is kept, the rest takes its default', async () => {
  expect(await resolveAnswers([color, title], { bookTitle: 'Emma' }, false)).toEqual({
    bookTitle: 'Emma',
    color: 'red',
  });
});

test('open questions without default and terminal are named by their flags, all at once (Weaverse/weaverse-sdk#475)', async () => {
  await expect(resolveAnswers([color, title], {}, false)).rejects.toThrow(
    '--book-title <name> is missing, and nobody can be asked: give it on the command line.',
  );
  const author: Question = { name: 'author', kind: 'argument', message: 'Author' };
  await expect(resolveAnswers([author, color, title, { ...title, name: 'isbn' }], {}, false)).rejects.toThrow(
    'AUTHOR, --book-title <name> and --isbn <name> are missing, and nobody can be asked: give them on',
  );
});

test('an answer that is none is refused, with what is known or why', async () => {
  await expect(resolveAnswers([color], { color: 'green' }, false)).rejects.toThrow(
    '--color "green" is not known: choose one of red, blue',
  );
  await expect(resolveAnswers([title], { bookTitle: '' }, false)).rejects.toThrow(
    '--book-title "" cannot be used: it is empty',
  );
});

test('what is not to be asked takes its default in a terminal too', async () => {
  expect(await resolveAnswers([{ ...color, ask: false }], {}, true)).toEqual({ color: 'red' });
});

test('nobody is asked on a CI machine', () => {
  expect(isInteractive({ CI: 'true' })).toBe(false);
});
