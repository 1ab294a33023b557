import type { EntityList, Import } from './entity-list.ts';
import { newlineOf, type Piece } from './piece.ts';

/** An import of that class, at its place in the order and in the style of those that are there. */
export function addImport({ text, imports, statements }: EntityList, className: string, from: string): Piece {
  const example = imports.at(-1)?.node;
  const quote = example && text.slice(example.start, example.end).includes('"') ? '"' : "'";
  const semicolon = example && text[example.end - 1] !== ';' ? '' : ';';
  const line = `import { ${className} } from ${quote}${from}${quote}${semicolon}`;
  const newline = newlineOf(text);
  const next = nextImport(imports, from);
  if (next) return { at: next.node.start, insert: line + newline };
  if (example) return { at: example.end, insert: newline + line };
  return { at: statements[0]?.start ?? text.length, insert: line + newline + newline };
}

/** The ending that imports of files next to it have: ".ts" as a rule. */
export function endingOf({ imports }: EntityList): string {
  const near = imports.find(({ from }) => from.startsWith('./'))?.from;
  return near === undefined ? '.ts' : (/\.[jt]s$/.exec(near)?.[0] ?? '');
}

/** Whether two imports are of one file. */
export const sameModule = (one: string, other: string): boolean =>
  withoutEnding(one) === withoutEnding(other);

// Where the imports are in order, the new one is too; else it comes last.
function nextImport(imports: readonly Import[], from: string): Import | undefined {
  const near = imports.filter((found) => found.from.startsWith('./'));
  const isSorted = near.every(
    ({ from: here }, index) => index === 0 || sortKey(near[index - 1]?.from ?? '') <= sortKey(here),
  );
  return isSorted ? near.find((found) => sortKey(found.from) > sortKey(from)) : undefined;
}

const withoutEnding = (from: string) => from.replace(/\.[jt]s$/, '');

const sortKey = (from: string) => withoutEnding(from).replace(/\/index$/, '');
