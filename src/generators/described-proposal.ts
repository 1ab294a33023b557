import { collectionOf } from '../connec/names.ts';
import type { Field } from '../connec/resources.ts';
import type { Described } from '../description/described.ts';
import { type ExternalField, fieldsOf } from '../description/fields.ts';
import { type Loss, lossesOf } from '../matching/losses.ts';
import { CONFIDENT, type Match, match } from '../matching/match.ts';
import { meantBy } from '../registry/known-entities.ts';
import { UserError } from '../user-error.ts';
import { toDescribedLine } from './described-line.ts';
import { entityName } from './entity-name.ts';
import type { EntityAnswers } from './entity-questions.ts';
import { externalFieldOf } from './external-field.ts';
import { formatPair, overlap, type Pair, parsePairs } from './pair.ts';
import type { Proposal } from './proposal.ts';
import { type Sides, sidesOf } from './sides.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The pairs that were given, and behind them what else seems to mean the same on both sides.
 *
 * @throws {UserError} when a pair that was given names no field, or cannot be mapped.
 */
export function proposeDescribed(
  answers: EntityAnswers,
  { entities }: Surroundings,
  described: Described,
): Proposal[] {
  const sides = sidesOf(answers);
  const given = parsePairs(answers.pairs ?? []);
  refuseUnknown(sides, given);
  const fields = sides.resource?.fields ?? [];
  const isFree = (side: 'connec' | 'external', path: string) =>
    !given.some((pair) => overlap(pair[side], path));
  const synonyms = (refersTo: string) =>
    meantBy(refersTo, entities, true).flatMap(({ className, externalNames }) => [
      className,
      ...externalNames,
    ]);
  const matches = match(
    { resource: sides.resource?.name ?? '', names: namesOf(answers, sides), synonyms },
    fields.filter(({ path }) => isFree('connec', path)),
    fieldsOf(described.schema).filter(({ path }) => isFree('external', path)),
  );
  const found = matches.flatMap((one) => proposalOf(one, sides, synonyms) ?? []);
  const isSure = ({ usual }: Proposal) => usual;
  return [
    ...given.map((pair) => givenProposal(pair, sides, described)),
    ...inOrder(found.filter(isSure), fields),
    ...found.filter((proposal) => !isSure(proposal)),
  ];
}

function refuseUnknown({ resource, connecName, singleton }: Sides, given: readonly Pair[]): void {
  if (resource || given.length > 0) return;
  throw new UserError(
    `Connec! has no "${collectionOf(connecName, singleton)}" that is known of, and nothing can be compared: say with --connec what these records are there, or name pairs.`,
  );
}

/** What records are called here and there: their fields may begin with it. */
function namesOf({ name }: EntityAnswers, { connecName, externalName }: Sides): string[] {
  return [...new Set([name, externalName, connecName].map((text) => entityName(text).spaced))];
}

function givenProposal(pair: Pair, { resource }: Sides, described: Described): Proposal {
  const external = externalFieldOf(pair, described);
  const line = toDescribedLine(pair, resource, external, 'field');
  const losses = lossesOf(line.connecType, external, line.choices);
  return { pair: formatPair(pair), usual: true, match: { score: 1, reason: 'as given', losses } };
}

function proposalOf(
  { field, external, value, reason }: Match,
  { resource }: Sides,
  synonyms: (refersTo: string) => readonly string[],
): Proposal | undefined {
  const reference = field.refersTo === undefined ? {} : { refersTo: entityName(field.refersTo).kebab };
  const pair = { connec: field.path, external: external.path, ...reference };
  if (!isMappable(pair, resource, external)) return undefined;
  // Records would wait for what nothing here synchronizes.
  const waits = field.refersTo !== undefined && synonyms(field.refersTo).length === 0;
  const waiting = waits ? `, and no entity here is ${field.refersTo} yet` : '';
  const losses: Loss[] = lossesOf(field.type, external, field.choices);
  return {
    pair: formatPair(pair),
    usual: value >= CONFIDENT && !waits,
    match: { score: value, reason: `${reason}${waiting}`, losses },
  };
}

// A name with marks in it may not be one on the command line, and not everything can be converted.
function isMappable(pair: Pair, resource: Sides['resource'], external: ExternalField): boolean {
  try {
    const [read] = parsePairs([formatPair(pair)]);
    return (
      read?.external === pair.external &&
      toDescribedLine(pair, resource, external, 'field').sample.connec !== undefined
    );
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function inOrder(proposals: readonly Proposal[], fields: readonly Field[]): Proposal[] {
  const at = ({ pair }: Proposal) => fields.findIndex(({ path }) => pair.startsWith(`${path}:`));
  return [...proposals].sort((one, other) => at(one) - at(other));
}
