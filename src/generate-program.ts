import { type Command, Option } from 'commander';
import type { DestroyOptions } from './commands/destroy.ts';
import { type Generator, generators } from './generators/generators.ts';
import { type Answers, flagOf, type Question } from './generators/question.ts';

/** Adds `generate` and `destroy` to the program. The flags of a generator are its questions. */
export function addGenerators(program: Command): void {
  const generate = program
    .command('generate')
    .alias('g')
    .description("write code from a template: one of the tool's generators, or of the project's plopfile")
    .argument('[generator]', 'name of a generator; without it they are listed, and with --json alone as JSON')
    .argument('[parameters...]', 'what it asks for')
    .allowUnknownOption()
    .addHelpText('after', `\nExamples:\n${generators.map(({ example }) => `  ${example}`).join('\n')}`)
    .action(async (name: string | undefined, parameters: string[]) =>
      (await import('./commands/generate-own.ts')).generateOwn(name, parameters),
    );
  for (const generator of generators) addGenerator(generate, generator);
  addDestroy(program);
}

function addGenerator(generate: Command, generator: Generator): void {
  const { name, description, example, questions } = generator;
  const command = generate
    .command(name)
    .description(description)
    .addHelpText('after', `\nExample:\n  ${example}`);
  const given = questions.filter(({ kind }) => kind === 'argument' || kind === 'arguments');
  for (const question of given) command.argument(argumentOf(question), question.message);
  for (const question of questions) if (!given.includes(question)) command.addOption(optionOf(question));
  command.action(async (...values: unknown[]) => {
    const answers = Object.fromEntries(given.map((question, index) => [question.name, values[index]]));
    const flags = values[given.length] as Answers;
    await (await import('./commands/generate.ts')).generate(generator, { ...answers, ...flags } as Answers);
  });
}

function addDestroy(program: Command): void {
  program
    .command('destroy')
    .alias('d')
    .description(
      'take back what a generator wrote: files nobody has edited since, and its own lines in others',
    )
    .argument(
      '<generator>',
      generators
        .filter(({ replaces }) => !replaces)
        .map(({ name }) => name)
        .join(' or '),
    )
    .argument('<name>', 'what it made')
    .option('--dry-run', 'show what would be removed, remove nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  connector destroy entity contact')
    .action(async (generator: string, name: string, options: DestroyOptions) =>
      (await import('./commands/destroy.ts')).destroy(generator, name, options),
    );
}

const argumentOf = ({ name, kind }: Question) => (kind === 'arguments' ? `[${name}...]` : `[${name}]`);

function optionOf(question: Question): Option {
  const option = new Option(flagOf(question), question.message);
  if (question.kind !== 'texts') return option;
  return option.argParser((value: string, before: string[] = []) => [...before, value]);
}
