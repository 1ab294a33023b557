import { createTwoFilesPatch } from 'diff';
import { colors } from '../colors.ts';
import { type Change, plain } from './change.ts';

/** A change as a unified diff, coloured where there are colours. */
export function diffOf({ path, before, after }: Change): string {
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
    plain(before ?? ''),
    plain(after ?? ''),
    undefined,
    undefined,
    { context: 3 },
  );
  const lines = patch.split('\n').slice(1, -1);
  return lines.map(paint).join('\n');
}

function paint(line: string): string {
  if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}
