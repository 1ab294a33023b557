import type { Files } from '../actions/template.ts';
import { apartCode } from './apart-code.ts';
import { wholeCode } from './complex-code.ts';
import { type ComplexEntityAnswers, complexEntityQuestions } from './complex-entity-questions.ts';
import { fieldNotes } from './field-notes.ts';
import { kindCode } from './kind-code.ts';
import { APART, readWhole, type Whole } from './kinds.ts';
import type { Line } from './line.ts';
import { listNotes, twinNotes, unknownNotes } from './notes.ts';
import { listingOf, prefixNotes, waitingNotes } from './order.ts';
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
  surroundings: Surroundings,
): Promise<Plan> {
  const whole = readWhole(answers, surroundings);
  const { name, kinds } = whole;
  const lines = kinds.flatMap((kind) => kind.lines);
  const connecNames = kinds.map((kind) => kind.name.spaced);
  return {
    generator: 'complex-entity',
    name: name.kebab,
    parameters: parametersOf(complexEntityQuestions, { ...answers }),
    files: await renderAll(whole, answers.matching ?? [], surroundings.folder),
    listing: listingOf(name, `./${name.kebab}/index`, connecNames, lines, surroundings.entities),
    notes: notesOf(whole, connecNames, lines, surroundings),
  };
}

async function renderAll(whole: Whole, matching: readonly string[], folder: string): Promise<Files> {
  const data = [
    ['entity', wholeCode(whole)] as const,
    ...(whole.externals.length > 1 ? [['apart', apartCode(whole)] as const] : []),
    ...whole.kinds.map((kind) => ['kind', kindCode(whole, kind, matching)] as const),
    ...whole.parts.map((part) => ['part', partCode(whole, part)] as const),
  ];
  const rendered = await Promise.all(
    data.map(([template, code]) => renderTemplate(`complex-entity/${template}`, folder, code)),
  );
  const files = rendered.flatMap((some) => [...some]);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const numbersNote = (file: string): string =>
  `src/entity.ts says that ids are numbers, and src/entities/${file}/${APART.kebab}.ts puts a text before some: let idFromExternal there say that it returns string | number.`;

function notesOf(
  { name, externals, parts }: Whole,
  connecNames: readonly string[],
  lines: readonly Line[],
  { entities, idsAreNumbers }: Surroundings,
): string[] {
  const sides = parts.map((part) => part.sides);
  const notes = [
    ...sides.flatMap(unknownNotes),
    ...fieldNotes(
      lines,
      sides.map(({ resource }) => resource),
    ),
    ...listNotes(lines),
    ...twinNotes(name.pascal, sides, entities),
    ...waitingNotes(name, connecNames, lines, entities),
    ...prefixNotes(lines, entities),
    `src/entities/${name.kebab}/kinds.ts tells the records apart by flags: say there what really tells them apart.`,
    ...(externals.length > 1 && idsAreNumbers ? [numbersNote(name.kebab)] : []),
  ];
  return [...new Set(notes)];
}
