import { UserError } from '../user-error.ts';
import { type ComplexEntityAnswers, kindsIn } from './complex-entity-questions.ts';
import { type EntityName, entityName } from './entity-name.ts';
import { type Line, toLines } from './line.ts';
import { type Pair, parsePairs } from './pair.ts';
import { type Sides, sidesOf } from './sides.ts';
import type { Surroundings } from './surroundings.ts';

/** A kind of record of the hub, with what all its parts share. */
export interface Kind {
  name: EntityName;
  lines: Line[];
}

/** A kind of the hub's records paired with one of the application's. */
export interface Part {
  name: EntityName;
  kind: Kind;
  external: EntityName;
  sides: Sides;
}

/** A complex entity, before it is code. */
export interface Whole {
  name: EntityName;
  kinds: Kind[];
  externals: EntityName[];
  /** Each kind of the hub's with each of the application's. */
  parts: Part[];
  /** What the application is called. */
  application: string;
  /** Where the application keeps the id of a record, as far as that is known. */
  idField?: string | undefined;
}

/** The base class of kinds whose parts may have the same ids. */
export const APART = entityName('numbered apart');

/** Which flag says, on the other side, what kind a record is of. The first kind has none. */
export const flagOfKind = ({ snake }: EntityName): string => `is_${snake}`;

/** Each flag of one side with whether it is set for `own`; the first kind has none. */
export function flagsOf(
  [, ...others]: readonly EntityName[],
  own: EntityName,
): [flag: string, value: boolean][] {
  return others.map((other) => [flagOfKind(other), other === own]);
}

/**
 * The kinds and parts of a complex entity.
 *
 * @throws {UserError} when they are not complete, or their names get in each other's way.
 */
export function readWhole(
  answers: ComplexEntityAnswers,
  { application, idType, idField }: Pick<Surroundings, 'application' | 'idType' | 'idField'>,
): Whole {
  const externals = kindsIn(answers.external).map(entityName);
  const names = kindsIn(answers.connec).map(entityName);
  if (names.length * externals.length < 2)
    throw new UserError(
      `There is one kind of record on either side: that is "connector g entity ${answers.name}".`,
    );
  const kinds = names.map((name) => ({ name, lines: linesFor(name, names, answers.pairs, idType) }));
  const parts = kinds.flatMap((kind) => externals.map((external) => toPart(kind, external)));
  refuseClash(answers.name, names, parts);
  return { name: entityName(answers.name), kinds, externals, parts, application, idField };
}

function toPart(kind: Kind, external: EntityName): Part {
  const name = entityName(`${kind.name.kebab}-${external.kebab}`);
  const sides = sidesOf({ name: name.kebab, connec: kind.name.spaced, external: external.snake });
  return { name, kind, external, sides };
}

// Each has a file in the folder of the whole, and a class that the others import.
function refuseClash(name: string, kinds: readonly EntityName[], parts: readonly Part[]): void {
  const { pascal: whole } = entityName(name);
  if (whole === APART.pascal) throw new UserError(`${whole} is the name of its base: choose another name.`);
  const clash = parts.find((part) => part.name.pascal === whole);
  if (clash)
    throw new UserError(`${clash.name.pascal} is the name of a part: choose another name for the whole.`);
  const classes = [APART, ...kinds, ...parts.map((part) => part.name)].map(({ pascal }) => pascal);
  const twice = classes.find((pascal, index) => classes.indexOf(pascal) < index);
  if (twice)
    throw new UserError(
      `Two of its classes would be called ${twice}: choose other names for the kinds of record.`,
    );
}

// A field goes to the kinds that have it; one that nobody knows of, to all.
function linesFor(
  name: EntityName,
  names: readonly EntityName[],
  words: readonly string[],
  idType: 'number' | 'text',
) {
  const wanted = words.filter((word) => {
    const [pair] = parsePairs([word]);
    const owners = names.filter((other) => pair && hasField(other, pair));
    return owners.length === 0 || owners.includes(name);
  });
  if (wanted.length === 0)
    throw new UserError(`Nothing is mapped of ${name.spaced}: name a field of it, as in name:name.`);
  return toLines(parsePairs(wanted), resourceFor(name), idType);
}

const resourceFor = ({ spaced }: EntityName) => sidesOf({ name: spaced }).resource;

function hasField(name: EntityName, { connec }: Pair): boolean {
  const [first] = connec.split(/[/[]/);
  const fields = resourceFor(name)?.fields ?? [];
  return fields.some(
    ({ path }) => path === connec || path.startsWith(`${connec}/`) || path.split('/')[0] === first,
  );
}
