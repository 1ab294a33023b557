import type { EntityList } from './entity-list.ts';
import { NotUnderstoodError, sourceOf } from './syntax.ts';

/** What is to be different. */
interface Expected {
  /** The code of the items, in their order. */
  items: readonly string[];
  /** The module whose import is new. */
  added?: string | undefined;
  /** The module whose import is gone. */
  removed?: string | undefined;
}

/**
 * Makes sure that `after` is `before` with nothing else changed: other imports, other statements, comments.
 *
 * @throws {NotUnderstoodError} when something else is different too.
 */
export function prove(before: EntityList, after: EntityList, { items, added, removed }: Expected): void {
  const proofs = [
    same(codesOf(after), items),
    same(importsOf(after, added), importsOf(before, removed)),
    same(othersOf(after), othersOf(before)),
    same(commentsOf(after), commentsOf(before)),
    added === undefined || after.imports.filter(({ from }) => from === added).length === 1,
  ];
  if (!proofs.every(Boolean))
    throw new NotUnderstoodError('a change of it could not be proven to be harmless');
}

/** Whether two lists say the same, whatever the order of their imports and the breaks in their lines. */
export function isSameList(one: EntityList, other: EntityList): boolean {
  return (
    same(codesOf(one), codesOf(other)) &&
    same(importsOf(one, undefined).sort(), importsOf(other, undefined).sort()) &&
    same(othersOf(one), othersOf(other)) &&
    same(commentsOf(one), commentsOf(other))
  );
}

const codesOf = ({ elements }: EntityList) => elements.map(({ code }) => code);

const importsOf = (list: EntityList, but: string | undefined) =>
  list.imports.filter(({ from }) => from !== but).map(({ node }) => sourceOf(list, node));

const commentsOf = ({ comments }: EntityList) => comments.map(({ value }) => value);

/** All other statements; of the one with the list, what is around it. */
function othersOf(list: EntityList): string[] {
  return list.statements
    .filter(({ type }) => type !== 'ImportDeclaration')
    .map((statement) => {
      const { text, array } = list;
      const holdsList = statement.start <= array.start && array.end <= statement.end;
      if (!holdsList) return sourceOf(list, statement);
      return `${text.slice(statement.start, array.start)}…${text.slice(array.end, statement.end)}`;
    });
}

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((text, index) => text === other[index]);
