import type { Command, Option } from 'commander';

/** A word that can be typed, and what it means. */
export interface Word {
  text: string;
  about: string;
}

/** What can be typed behind a command. */
export interface Place {
  /** The command by its words, without the program: '' is the program, 'generate entity' a command in a command. */
  path: string;
  commands: Word[];
  /** Values of the command's first argument, where only some are allowed. */
  choices: string[];
  flags: Word[];
  /** The flags that want a value, with the values allowed; none means any. */
  values: { flag: string; choices: string[] }[];
}

/** Every place of a program and of its commands, under each of their names. */
export function placesOf(command: Command, path = ''): Place[] {
  const children = command.commands.flatMap((child) =>
    namesOf(child).map((name) => ({ child, name, path: path === '' ? name : `${path} ${name}` })),
  );
  const options = command.createHelp().visibleOptions(command);
  const place: Place = {
    path,
    commands: children.map(({ child, name }) => ({ text: name, about: child.description() })),
    choices: command.registeredArguments[0]?.argChoices ?? [],
    flags: options.flatMap((option) => flagsOf(option).map((text) => ({ text, about: option.description }))),
    values: options
      .filter(({ required, optional }) => required || optional)
      .flatMap((option) => flagsOf(option).map((flag) => ({ flag, choices: option.argChoices ?? [] }))),
  };
  return [place, ...children.flatMap((child) => placesOf(child.child, child.path))];
}

/** The name of a shell function for a program. */
export const functionOf = (program: Command): string => `_${program.name().replaceAll('-', '_')}`;

/** What a word turns one place into: the pattern "PLACE WORD", as a shell compares it, for every command. */
export function stepsOf(places: readonly Place[]): string[] {
  return places.filter(({ path }) => path !== '').map(({ path }) => (path.includes(' ') ? path : ` ${path}`));
}

function namesOf(command: Command): string[] {
  return [command.name(), ...command.aliases()];
}

function flagsOf({ long, short }: Option): string[] {
  return [long, short].filter((flag) => typeof flag === 'string');
}
