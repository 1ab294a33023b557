import { entityName, whyNotEntityName } from './entity-name.ts';
import { writingQuestions } from './entity-questions.ts';
import { whyNotFields } from './matching.ts';
import type { Question } from './question.ts';

/** What `connector g complex-entity` takes. */
export const complexEntityQuestions: readonly Question[] = [
  { name: 'name', kind: 'argument', message: 'Name of the entity', whyNot: whyNotEntityName },
  {
    name: 'pairs',
    kind: 'arguments',
    message:
      'lines of the mapping, connec/path:ExternalField; each goes to the kinds of record that have the field in Connec!',
  },
  {
    name: 'connec',
    kind: 'text',
    value: 'names',
    message: "Connec!'s names for the records, in the singular, with commas between them",
    whyNot: whyNotKinds,
  },
  {
    name: 'external',
    kind: 'text',
    value: 'names',
    message: "the application's names for the records, with commas between them",
    whyNot: whyNotKinds,
  },
  {
    name: 'matching',
    kind: 'texts',
    value: 'fields',
    message:
      'Connec! fields by which the hub recognises a record it has already, as in name,email/address; give it again for an alternative',
    whyNot: whyNotFields,
  },
  ...writingQuestions,
];

/** The answers that shape a complex entity. */
export interface ComplexEntityAnswers {
  name: string;
  pairs: string[];
  /** With commas between them. */
  connec: string;
  external: string;
  matching?: string[];
}

/** The names in an answer: "contact, lead" → ["contact", "lead"]. */
export const kindsIn = (answer: string): string[] => answer.split(',').map((name) => name.trim());

function whyNotKinds(answer: string): string | undefined {
  const names = kindsIn(answer);
  const bad = names.map((name) => (name === '' ? 'a name is missing' : whyNotEntityName(name)));
  const files = names.map((name) => entityName(name).kebab);
  if (files.includes('kinds')) return '"kinds" is the name of the file that tells records apart';
  if (new Set(files).size < files.length) return 'a name is there twice';
  return bad.find((reason) => reason !== undefined);
}
