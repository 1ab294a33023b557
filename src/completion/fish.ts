import type { Command } from 'commander';
import { functionOf, type Place, placesOf, stepsOf } from './tree.ts';

/** A script that teaches fish the words of `program`, with what they mean. */
export function fishCompletion(program: Command): string {
  const places = placesOf(program);
  const name = `_${functionOf(program)}_at`;
  return `function ${name}
  set -l place ''
${walk(stepsOf(places))}  test "$place" = "$argv[1]"
end
${places.flatMap((place) => lines(program.name(), name, place)).join('\n')}
`;
}

// From word to word into the commands.
function walk(steps: readonly string[]): string {
  if (steps.length === 0) return '';
  return `  for word in (commandline -opc)[2..-1]
    switch "$place $word"
      case ${steps.map(quote).join(' ')}
        set place (string trim -- "$place $word")
    end
  end
`;
}

function lines(program: string, at: string, { path, commands, choices, flags, values }: Place): string[] {
  const start = `complete -c ${program} -n ${quote(`${at} ${quote(path)}`)}`;
  const wanted = new Map(values.map(({ flag, choices: allowed }) => [flag, allowed]));
  return [
    ...commands.map(({ text, about }) => `${start} -f -a ${text} -d ${quote(about)}`),
    ...(choices.length > 0 ? [`${start} -f -a ${quote(choices.join(' '))}`] : []),
    ...flags.map(({ text, about }) => `${start} ${optionOf(text, wanted.get(text))} -d ${quote(about)}`),
  ];
}

function optionOf(flag: string, choices: readonly string[] | undefined): string {
  const name = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`;
  if (!choices) return name;
  return choices.length > 0 ? `${name} -x -a ${quote(choices.join(' '))}` : `${name} -r`;
}

// Unlike other shells, fish knows \\' within quotes.
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, (character) => `\\${character}`)}'`;
}
