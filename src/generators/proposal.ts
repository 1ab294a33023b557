import type { Field, Resource } from '../connec/resources.ts';
import { usualName } from '../connec/usual-name.ts';
import type { Loss } from '../matching/losses.ts';
import { meantBy } from '../registry/known-entities.ts';
import { type ComplexEntityAnswers, kindsIn } from './complex-entity-questions.ts';
import { entityName } from './entity-name.ts';
import type { EntityAnswers } from './entity-questions.ts';
import { formatPair } from './pair.ts';
import { sidesOf } from './sides.ts';
import type { Surroundings } from './surroundings.ts';

/** A line that may be wanted. */
export interface Proposal {
  /** As it is given on the command line. */
  pair: string;
  /** Most applications have it, or it is surely meant: it is taken where nobody is asked. */
  usual: boolean;
  /** How surely the two fields mean the same, where the application's are described. */
  match?: { score: number; reason: string; losses: Loss[] };
}

/** What an entity with those answers may map. */
export async function proposeForEntity(
  answers: EntityAnswers,
  surroundings: Surroundings,
): Promise<Proposal[]> {
  const { described } = surroundings;
  if (described) {
    const { proposeDescribed } = await import('./described-proposal.ts');
    return proposeDescribed(answers, surroundings, described);
  }
  return proposePairs(sidesOf(answers).resource, surroundings);
}

/** The same for each kind of record that a complex entity has in the hub. */
export function proposeForComplexEntity(
  answers: ComplexEntityAnswers,
  surroundings: Surroundings,
): Proposal[] {
  const all = kindsIn(answers.connec).flatMap((name) =>
    proposePairs(sidesOf({ name }).resource, surroundings),
  );
  return [...new Map(all.map((proposal) => [proposal.pair, proposal])).values()];
}

/** Lines for the fields that the hub is known to have, under the names that applications usually give them. */
export function proposePairs(resource: Resource | undefined, { entities }: Surroundings): Proposal[] {
  const taken = new Set<string>();
  const fields = resource?.fields.filter(({ type }) => type !== 'list') ?? [];
  const inOrder = [...fields.filter(({ usual }) => usual), ...fields.filter(({ usual }) => !usual)];
  return inOrder.flatMap((field) => {
    const name = externalNameOf(field, entities);
    if (name === undefined) return [];
    const external = taken.has(name) ? field.path.replaceAll('/', '_') : name;
    taken.add(external);
    const reference = field.refersTo === undefined ? {} : { refersTo: entityName(field.refersTo).kebab };
    return { pair: formatPair({ connec: field.path, external, ...reference }), usual: field.usual };
  });
}

// What nothing here synchronizes is not referred to: records would wait for it.
function externalNameOf({ path, refersTo }: Field, entities: Surroundings['entities']): string | undefined {
  if (refersTo === undefined) return usualName(path);
  const [target] = meantBy(refersTo, entities, true);
  return target && `${entityName(target.externalNames[0] ?? refersTo).snake}_id`;
}
