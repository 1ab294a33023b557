import { toDescribedLines } from './described-line.ts';
import { entityCode } from './entity-code.ts';
import { entityName } from './entity-name.ts';
import { type EntityAnswers, entityQuestions } from './entity-questions.ts';
import { fieldNotes } from './field-notes.ts';
import { toLines } from './line.ts';
import { listNotes, matchingNotes, twinNotes, unknownNotes } from './notes.ts';
import { listingOf, waitingNotes } from './order.ts';
import { parsePairs } from './pair.ts';
import { parametersOf } from './parameters.ts';
import type { Plan } from './plan.ts';
import { recordCode, recordTypesOf } from './record-code.ts';
import { requiredNotes } from './required-notes.ts';
import { sidesOf } from './sides.ts';
import type { Surroundings } from './surroundings.ts';
import { renderTemplate } from './templates.ts';
import { testCode } from './test-code.ts';

/**
 * The files of an entity, and its place among the others.
 *
 * @throws {UserError} when a pair is none, or lies in a list.
 */
export async function planEntity(answers: EntityAnswers, surroundings: Surroundings): Promise<Plan> {
  const { application, entities, folder, idType, described } = surroundings;
  const name = entityName(answers.name);
  const sides = sidesOf(answers);
  const { connecName } = sides;
  const pairs = parsePairs(answers.pairs);
  const lines = described
    ? toDescribedLines(pairs, sides.resource, described)
    : toLines(pairs, sides.resource, idType);
  const types = described && recordTypesOf(name, sides);
  const code = {
    ...entityCode(name, answers, sides, lines, application, types),
    ...testCode(sides, lines, application),
  };
  return {
    generator: 'entity',
    name: name.kebab,
    parameters: parametersOf(entityQuestions, { ...answers }),
    files: new Map([
      ...(await renderTemplate('entity', folder, code)),
      ...(described && types
        ? await renderTemplate('entity-records', folder, {
            ...code,
            ...recordCode(types, sides, lines, described, application),
          })
        : []),
    ]),
    listing: listingOf(name, `./${name.kebab}`, [connecName], lines, entities),
    notes: [
      ...unknownNotes(sides),
      ...fieldNotes(lines, [sides.resource]),
      ...listNotes(lines),
      ...(described ? requiredNotes(lines, described, application) : []),
      ...matchingNotes(answers.matching ?? [], lines),
      ...twinNotes(name.pascal, [sides], entities),
      ...waitingNotes(name, [connecName], lines, entities),
    ],
  };
}
