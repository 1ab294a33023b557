import { commaAfter } from './add-item.ts';
import type { EntityList } from './entity-list.ts';
import type { Piece } from './piece.ts';

/** A line is no longer than this, as Biome has it. */
const WIDTH = 110;

/** Takes the item at `position` out of the list; comments stay. What fits on a line then goes back to it. */
export function removeItem(list: EntityList, position: number): Piece[] {
  const { array, elements } = list;
  if (hasComments(list)) return [removeAlone(list, position), ...removeCommaBefore(list, position)];
  const rest = elements.map(({ code }) => code).toSpliced(position, 1);
  const flat = `[${rest.join(', ')}]`;
  if (rest.length === 0 || fits(list, flat)) return [{ at: array.start, until: array.end, insert: flat }];
  const [item, next, previous] = [elements[position], elements[position + 1], elements[position - 1]];
  if (next) return [{ at: item?.node.start ?? 0, until: next.node.start, insert: '' }];
  return [{ at: previous?.node.end ?? 0, until: item?.node.end ?? 0, insert: '' }];
}

/** The item and its comma, and its line if there is nothing else on it. */
function removeAlone({ text, elements }: EntityList, position: number): Piece {
  const { start, end } = elements[position]?.node ?? { start: 0, end: 0 };
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end + comma));
  if (rest && text.slice(lineStart, start).trim() === '')
    return { at: lineStart, until: end + comma + rest[0].length, insert: '' };
  const space = /^ */.exec(text.slice(end + comma))?.[0].length ?? 0;
  return { at: start, until: end + comma + space, insert: '' };
}

// Where the last item had no comma, the one that becomes the last has none either.
function removeCommaBefore(list: EntityList, position: number): Piece[] {
  const [item, previous] = [list.elements[position]?.node, list.elements[position - 1]?.node];
  if (!item || !previous || commaAfter(list, item.end) !== undefined) return [];
  const comma = commaAfter(list, previous.end);
  return comma === undefined ? [] : [{ at: comma - 1, until: comma, insert: '' }];
}

const hasComments = ({ array, comments }: EntityList) =>
  comments.some(({ start }) => start > array.start && start < array.end);

function fits({ text, array }: EntityList, flat: string): boolean {
  const before = array.start - text.lastIndexOf('\n', array.start) - 1;
  const after = /^.*/.exec(text.slice(array.end))?.[0].trimEnd().length ?? 0;
  return before + flat.length + after <= WIDTH;
}
