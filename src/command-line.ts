import { existsSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { connectorProgram, createConnectorProgram } from './cli.ts';
import { PLOPFILES } from './commands/generate-own.ts';
import { generators } from './generators/generators.ts';

/**
 * Why a command of ours, as documents write it, would be refused before it does anything: a word that is no command of
 * ours, a flag that there is not, a word too many. It is only read, never run; what it lacks is not held against it.
 *
 * @param line as in a shell, whatever starts the program: `npx connector migrate --name "add phone"`.
 * @returns undefined when it would be taken.
 */
export async function whyNotCommand(line: string): Promise<string | undefined> {
  const words = wordsOf(line);
  const at = words.findIndex((word) => programOf(word) !== undefined);
  const program = programOf(words[at] ?? '');
  if (!program) return 'it calls neither connector nor create-connector';
  quiet(program);
  try {
    await program.parseAsync(words.slice(at + 1), { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return HARMLESS.has(error.code) ? undefined : error.message.replace(/^error: /, '').replace('\n', ' ');
  }
}

const HARMLESS = new Set([
  'commander.help',
  'commander.helpDisplayed',
  'commander.version',
  'commander.missingArgument',
  'commander.optionMissingArgument',
]);

/** The words up to a comment, a pipe, or the next command; without their quotes. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)];
  const end = words.findIndex(([, , , bare]) => bare !== undefined && /^(#|>|\||&&|;)/.test(bare));
  return words
    .slice(0, end < 0 ? undefined : end)
    .map(([, double, single, bare]) => double ?? single ?? bare ?? '');
}

function programOf(word: string): Command | undefined {
  if (/(^|\/)connector(\.js)?$/.test(word)) return connectorProgram();
  return /(^|\/)create-connector(\.js)?$/.test(word) ? createConnectorProgram() : undefined;
}

/** Lets a program print nothing and do nothing. */
function quiet(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
  const isMade = ['generate', 'destroy'].includes(command.name());
  if (command.commands.length === 0 || isMade)
    command.action((name?: unknown) => (isMade ? refuseUnknown(name) : undefined));
  for (const child of command.commands) quiet(child);
}

// What a plopfile adds is known when it runs.
function refuseUnknown(name: unknown): void {
  if (name === undefined || generators.some((known) => known.name === name) || PLOPFILES.some(existsSync))
    return;
  throw new CommanderError(1, 'connector.unknownGenerator', `there is no generator "${name}"`);
}
