import type { Argument, Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { connectorProgram, createConnectorProgram } from '../../src/cli.ts';
import { questions as appQuestions } from '../../src/generators/app-questions.ts';
import { resolveAnswers } from '../../src/generators/ask.ts';
import { generators } from '../../src/generators/generators.ts';
import { flagOf, type Question } from '../../src/generators/question.ts';

const isArgument = ({ kind }: Question) => kind === 'argument' || kind === 'arguments';

const generate = connectorProgram().commands.find((command) => command.name() === 'generate') as Command;
const programs: [string, Command, readonly Question[]][] = [
  ['create-connector', createConnectorProgram(), appQuestions],
  ...generators.map(({ name, questions }): [string, Command, readonly Question[]] => [
    name,
    generate.commands.find((command) => command.name() === name) as Command,
    questions,
  ]),
];

/** What a prompt may ask and a flag cannot say is out of reach for scripts; the other way round, for people. */
describe.each(programs)('%s', (_, command, questions) => {
  test('has a flag for every question, and a question for every flag (nestjs/nest-cli#3229, nestjs/nest-cli#3275)', () => {
    const flags = command.options.map(({ flags }) => flags).filter((flag) => flag !== '-V, --version');
    expect(flags).toEqual(questions.filter((question) => !isArgument(question)).map(flagOf));
    const given = command.registeredArguments.map((argument: Argument) => argument.name());
    expect(given).toEqual(questions.filter(isArgument).map(({ name }) => name));
  });

  test('explains a flag in the words in which it asks', () => {
    const explained = command.options.map(({ description }) => description);
    expect(explained).toEqual(
      expect.arrayContaining(
        questions.filter((question) => !isArgument(question)).map(({ message }) => message),
      ),
    );
  });

  test('can do without a terminal: given what it names as missing, it misses nothing', async () => {
    const labelOf = (question: Question) =>
      isArgument(question) ? question.name.toUpperCase() : flagOf(question);
    const message = await resolveAnswers(questions, {}, false).then(
      () => '',
      (error: Error) => error.message,
    );
    const named = questions.filter((question) => message.includes(labelOf(question)));
    expect(named.length).toBeGreaterThan(0);
    const given = Object.fromEntries(named.map(({ name }) => [name, SAMPLES[name]]));
    expect(await resolveAnswers(questions, given, false)).toMatchObject(given);
  });
});

const SAMPLES: Record<string, string> = {
  name: 'item',
  connec: 'person',
  external: 'contact,lead',
  from: 'acme.yaml',
};
