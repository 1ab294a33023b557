import type { Files } from '../actions/template.ts';
import { entityCode } from './entity-code.ts';
import { type EntityName, entityName } from './entity-name.ts';
import { type EntityAnswers, entityQuestions } from './entity-questions.ts';
import { fieldNotes } from './field-notes.ts';
import { toLines } from './line.ts';
import { listNotes, matchingNotes, twinNotes, unknownNotes } from './notes.ts';
import { listingOf, prefixNotes, waitingNotes } from './order.ts';
import { type Pair, parsePairs } from './pair.ts';
import { parametersOf } from './parameters.ts';
import type { Plan } from './plan.ts';
import { type Sides, sidesOf } from './sides.ts';
import type { Surroundings } from './surroundings.ts';
import { renderTemplate } from './templates.ts';
import { testCode } from './test-code.ts';
import type { TypedEntity } from './typed-entity.ts';

/**
 * The files of an entity, and its place among the others.
 *
 * @throws {UserError} when a pair is none, or lies in a list.
 */
export async function planEntity(answers: EntityAnswers, surroundings: Surroundings): Promise<Plan> {
  const { application, entities, idType } = surroundings;
  const name = entityName(answers.name);
  const sides = sidesOf(answers);
  const { connecName } = sides;
  const pairs = parsePairs(answers.pairs);
  const typed = await typedBy(name, sides, pairs, surroundings);
  const lines = typed?.lines ?? toLines(pairs, sides.resource, idType);
  const code = {
    ...entityCode(name, answers, sides, lines, application, typed?.types),
    ...testCode(sides, lines, application),
  };
  return {
    generator: 'entity',
    name: name.kebab,
    parameters: parametersOf(entityQuestions, { ...answers }),
    files: await render(surroundings.folder, code, typed?.records),
    listing: listingOf(name, `./${name.kebab}`, [connecName], lines, entities),
    notes: [
      ...unknownNotes(sides),
      ...fieldNotes(lines, [sides.resource]),
      ...listNotes(lines),
      ...(typed?.notes ?? []),
      ...matchingNotes(answers.matching ?? [], lines),
      ...twinNotes(name.pascal, [sides], entities),
      ...waitingNotes(name, [connecName], lines, entities),
      ...prefixNotes(lines, entities),
    ],
  };
}

// What is about descriptions is only loaded where there is one.
async function typedBy(
  name: EntityName,
  sides: Sides,
  pairs: readonly Pair[],
  { described, application }: Surroundings,
): Promise<TypedEntity | undefined> {
  if (!described) return undefined;
  const { typedEntity } = await import('./typed-entity.ts');
  return typedEntity(name, sides, pairs, described, application);
}

async function render(
  folder: string,
  code: Record<string, unknown>,
  records: Record<string, unknown> | undefined,
): Promise<Files> {
  const files = await renderTemplate('entity', folder, code);
  if (!records) return files;
  return new Map([...files, ...(await renderTemplate('entity-records', folder, { ...code, ...records }))]);
}
