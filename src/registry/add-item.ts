import type { EntityList } from './entity-list.ts';
import { newlineOf, type Piece } from './piece.ts';

/** A line is no longer than this, as Biome has it. */
const WIDTH = 110;

/** An item of the list, before the one that now is at `position`; comments stay with what they stood next to. */
export function addItem(list: EntityList, item: string, position: number): Piece {
  const { text, array } = list;
  if (text.slice(array.start, array.end).includes('\n')) return addLine(list, item, position);
  return isTooLong(list, item) ? addBroken(list, item, position) : addToLine(list, item, position);
}

function addToLine({ array, elements }: EntityList, item: string, position: number): Piece {
  const next = elements[position];
  if (next) return { at: next.node.start, insert: `${item}, ` };
  const previous = elements[position - 1];
  return previous ? { at: previous.node.end, insert: `, ${item}` } : { at: array.start + 1, insert: item };
}

// A comment in it would not know where to go.
function isTooLong({ text, array, comments }: EntityList, item: string): boolean {
  const end = text.indexOf('\n', array.end);
  const length = (end === -1 ? text.length : end) - text.lastIndexOf('\n', array.start) - 1;
  const hasComments = comments.some(({ start }) => start > array.start && start < array.end);
  return length + item.length + 2 > WIDTH && !hasComments;
}

function addBroken({ text, array, elements }: EntityList, item: string, position: number): Piece {
  const codes = elements.map(({ code }) => code);
  const indent = indentAt(text, array.start);
  const newline = newlineOf(text);
  const lines = codes.toSpliced(position, 0, item).map((code) => `${newline}${indent}  ${code},`);
  return { at: array.start, until: array.end, insert: `[${lines.join('')}${newline}${indent}]` };
}

function addLine(list: EntityList, item: string, position: number): Piece {
  const { text, array, elements } = list;
  const previous = elements[position - 1]?.node;
  const anchor = previous?.end ?? array.start + 1;
  const comma = previous ? commaAfter(list, anchor) : anchor;
  const indent = elements[0] ? indentAt(text, elements[0].node.start) : `${indentAt(text, array.start)}  `;
  const fresh = `${newlineOf(text)}${indent}${item}`;
  if (comma !== undefined) return { at: endOfLine(list, comma), insert: `${fresh},` };
  const end = endOfLine(list, anchor);
  return { at: anchor, until: end, insert: `,${text.slice(anchor, end)}${fresh}` };
}

/** Where the comma behind an item ends; undefined when there is none. */
export function commaAfter({ text, comments }: EntityList, from: number): number | undefined {
  let at = from;
  for (;;) {
    const comment = comments.find(({ start }) => start === at);
    if (comment) at = comment.end;
    else if (/\s/.test(text[at] ?? '')) at += 1;
    else return text[at] === ',' ? at + 1 : undefined;
  }
}

/** Behind the comment that stands on the rest of the line, if one does; else right here. */
function endOfLine({ text, comments }: EntityList, from: number): number {
  const gap = /^[ \t]*/.exec(text.slice(from))?.[0].length ?? 0;
  const comment = comments.find(({ start }) => start === from + gap);
  return comment && !text.slice(from, comment.end).includes('\n') ? comment.end : from;
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))?.[0] ?? '';
}
