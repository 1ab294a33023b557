import type { Files } from '../actions/template.ts';
import { wholeCode } from './complex-code.ts';
import { type ComplexEntityAnswers, complexEntityQuestions } from './complex-entity-questions.ts';
import { entityName } from './entity-name.ts';
import { kindCode } from './kind-code.ts';
import { readKinds } from './kinds.ts';
import { listNotes, twinNotes, unknownNotes } from './notes.ts';
import { listingOf, waitingNotes } from './order.ts';
import { parametersOf } from './parameters.ts';
import { partCode } from './part-code.ts';
import type { Plan } from './plan.ts';
import type { Surroundings } from './surroundings.ts';
import { renderTemplate } from './templates.ts';

/**
 * The files of a complex entity: what tells its records apart, each kind of the hub's, each part.
 *
 * @throws {UserError} when it is not complex, or a pair is none.
 */
export async function planComplexEntity(
  answers: ComplexEntityAnswers,
  { application, entities, folder, idType }: Surroundings,
): Promise<Plan> {
  const name = entityName(answers.name);
  const { kinds, externals, parts } = readKinds(answers, idType);
  const names = kinds.map((kind) => kind.name);
  const data = [
    ['entity', wholeCode(name, kinds, externals, parts, application)] as const,
    ...kinds.map(
      (kind) => ['kind', kindCode(name.kebab, kind, externals, answers.matching ?? [], application)] as const,
    ),
    ...parts.map((part) => ['part', partCode(name.kebab, part, names, externals, application)] as const),
  ];
  const rendered = await Promise.all(
    data.map(([template, code]) => renderTemplate(`complex-entity/${template}`, folder, code)),
  );
  const lines = kinds.flatMap((kind) => kind.lines);
  const connecNames = kinds.map((kind) => kind.name.spaced);
  return {
    generator: 'complex-entity',
    name: name.kebab,
    parameters: parametersOf(complexEntityQuestions, { ...answers }),
    files: inOrder(rendered),
    listing: listingOf(name, `./${name.kebab}/index`, connecNames, lines, entities),
    notes: [
      ...new Set([
        ...parts.flatMap(({ sides }) => unknownNotes(sides)),
        ...listNotes(lines),
        ...twinNotes(
          name.pascal,
          parts.map(({ sides }) => sides),
          entities,
        ),
        ...waitingNotes(name, connecNames, lines, entities),
      ]),
      `src/entities/${name.kebab}/kinds.ts tells the records apart by flags: say there what really tells them apart.`,
    ],
  };
}

function inOrder(rendered: readonly Files[]): Files {
  const files = rendered.flatMap((some) => [...some]);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}
