import { createTwoFilesPatch } from 'diff';
import { colors } from '../colors.ts';
import { type Change, plain } from './change.ts';

/** A change as a unified diff. */
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
  return patch.split('\n').slice(1, -1).join('\n');
}

/** A unified diff for people: coloured where there are colours. */
export const painted = (diff: string): string => diff.split('\n').map(paint).join('\n');

function paint(line: string): string {
  if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}
