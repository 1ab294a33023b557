import type { Command } from 'commander';
import { quote } from './quote.ts';
import { functionOf, type Place, placesOf, stepsOf, type Word } from './tree.ts';

/** A script that teaches zsh the words of `program`, with what they mean. */
export function zshCompletion(program: Command): string {
  const places = placesOf(program);
  const name = functionOf(program);
  return `${name}() {
  local place= word
  local -a commands flags
${walk(stepsOf(places))}  case "$place $words[CURRENT-1]" in
${places.flatMap(valueCases).join('\n')}
  esac
  case "$place" in
${places.map(placeCase).join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then _describe flag flags
  elif (( $#commands )); then _describe command commands
  else _files
  fi
}
compdef ${name} ${program.name()}
`;
}

// From word to word into the commands.
function walk(steps: readonly string[]): string {
  if (steps.length === 0) return '';
  return `  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in
      (${steps.map(quote).join(' | ')}) place="\${place:+$place }$word" ;;
    esac
  done
`;
}

function valueCases({ path, values }: Place): string[] {
  return values.map(({ flag, choices }) => {
    const reply = choices.length > 0 ? `compadd -- ${choices.map(quote).join(' ')}` : '_files';
    return `    (${quote(`${path} ${flag}`)}) ${reply}; return ;;`;
  });
}

function placeCase({ path, commands, choices, flags }: Place): string {
  const words = [...commands.map(described), ...choices.map(quote)];
  return `    (${quote(path)}) commands=(${words.join(' ')}) flags=(${flags.map(described).join(' ')}) ;;`;
}

const described = ({ text, about }: Word): string => quote(`${text}:${about.replaceAll(':', '\\:')}`);
