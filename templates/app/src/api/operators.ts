import { type KindName, kinds } from './kinds.ts';

/** What is filtered by. */
export interface Field {
  column: string;
  kind: KindName;
  nullable?: true;
  /** Where it is a column of the record that this one belongs to. */
  relation?: string;
}

export interface Asked extends Field {
  /** As it was written. */
  value: string;
  /** @throws {ApiError} 400: the text is no value of the field's kind. */
  read(text: string): unknown;
  isPostgres: boolean;
}

export interface Operator {
  suits(kind: KindName): boolean;
  /** A condition as Prisma takes it: values are bound, never written into SQL. */
  where(asked: Asked): object;
}

/**
 * By the name behind the dot; "is" where there is none (contract 244). What has no value is different from every value:
 * ne, not and nin find it, too (improvement 7.7).
 */
export const operators: Record<string, Operator> = {
  is: { suits: () => true, where: (asked) => (isOrdered(asked.kind) ? oneOf(asked) : equal(asked)) },
  in: { suits: isOrdered, where: oneOf },
  nin: { suits: isOrdered, where: (asked) => orNull(asked, { notIn: list(asked) }) },
  ne: { suits: () => true, where: (asked) => orNull(asked, { not: asked.read(asked.value) }) },
  not: {
    suits: () => true,
    where: (asked) => (asked.value ? orNull(asked, { not: asked.read(asked.value) }) : isNotNull(asked)),
  },
  none: {
    suits: () => true,
    where: ({ column, nullable }) => (nullable ? { [column]: null } : nothing),
  },
  gt: comparison('gt'),
  gte: comparison('gte'),
  lt: comparison('lt'),
  lte: comparison('lte'),
  like: { suits: (kind) => kind === 'text', where: like },
};

const nothing = { id: { in: [] } };
const everything = {};

/** Of two values there is no need for lists, nor for less and more. */
function isOrdered(kind: KindName): boolean {
  return kinds[kind].ordered;
}

const equal = ({ column, value, read }: Asked) => ({ [column]: read(value) });

function oneOf(asked: Asked): object {
  return { [asked.column]: { in: list(asked) } };
}

const list = ({ value, read }: Asked) => value.split(',').map(read);

const isNotNull = ({ column, nullable }: Field) => (nullable ? { [column]: { not: null } } : everything);

const orNull = ({ column, nullable }: Field, condition: object) =>
  nullable ? { OR: [{ [column]: condition }, { [column]: null }] } : { [column]: condition };

function comparison(operator: string): Operator {
  return {
    suits: isOrdered,
    where: ({ column, value, read }) => ({ [column]: { [operator]: read(value) } }),
  };
}

/**
 * As SQL has it: % stands for any characters, _ for one, and there is no escape; small and capital letters are the
 * same. Prisma knows only LIKE with a % added in front or behind, and leaves the others as they are: what begins like
 * the pattern, and ends like it, is like it, if there is a % between. Without one the length is the pattern's.
 */
function like({ column, value, read, isPostgres }: Asked): object {
  read(value);
  const pattern = isPostgres ? value.replaceAll('\\', '\\\\') : value;
  const mode = isPostgres ? { mode: 'insensitive' } : {};
  const begins = (text: string) => ({ [column]: { startsWith: text, ...mode } });
  const ends = { [column]: { endsWith: pattern, ...mode } };
  if (pattern.endsWith('%')) return begins(pattern.slice(0, -1));
  return pattern.includes('%')
    ? { AND: [begins(pattern), ends] }
    : { AND: begins(pattern), NOT: begins(`${pattern}_`) };
}
