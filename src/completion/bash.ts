import type { Command } from 'commander';
import { quote, quoteAll } from './quote.ts';
import { functionOf, type Place, placesOf, stepsOf } from './tree.ts';

/** A script that teaches bash the words of `program`. */
export function bashCompletion(program: Command): string {
  const places = placesOf(program);
  const name = functionOf(program);
  return `${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} place= words= flags= i
${walk(stepsOf(places))}  COMPREPLY=()
  case "$place \${COMP_WORDS[COMP_CWORD - 1]}" in
${places.flatMap(valueCases).join('\n')}
  esac
  case "$place" in
${places.map(placeCase).join('\n')}
  esac
  [[ $cur == -* ]] && words=$flags
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F ${name} ${program.name()}
`;
}

// From word to word into the commands.
function walk(steps: readonly string[]): string {
  if (steps.length === 0) return '';
  return `  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$place \${COMP_WORDS[i]}" in
      ${steps.map(quote).join(' | ')}) place="\${place:+$place }\${COMP_WORDS[i]}" ;;
    esac
  done
`;
}

// Without choices a value may be a file: bash completes those by default.
function valueCases({ path, values }: Place): string[] {
  return values.map(({ flag, choices }) => {
    const reply = choices.length > 0 ? `COMPREPLY=($(compgen -W ${quoteAll(choices)} -- "$cur")); ` : '';
    return `    ${quote(`${path} ${flag}`)}) ${reply}return ;;`;
  });
}

function placeCase({ path, commands, choices, flags }: Place): string {
  const words = quoteAll([...commands.map(({ text }) => text), ...choices]);
  return `    ${quote(path)}) words=${words} flags=${quoteAll(flags.map(({ text }) => text))} ;;`;
}
