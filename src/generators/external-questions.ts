import { whyNotExternalName } from '../names.ts';
import { writingQuestions } from './entity-questions.ts';
import type { Question } from './question.ts';

/** What `connector g external` takes. */
export const externalQuestions: readonly Question[] = [
  {
    name: 'from',
    kind: 'text',
    value: 'file',
    message: "description of the application's API: OpenAPI 3, in YAML or JSON",
  },
  {
    name: 'name',
    kind: 'text',
    message: 'what the application is called (default: as the project calls it)',
    optional: true,
    whyNot: whyNotExternalName,
  },
  {
    name: 'only',
    kind: 'texts',
    value: 'collection',
    message: 'a collection that is wanted, by its name or path; give it again for others (default: all)',
  },
  ...writingQuestions,
];

/** The answers that shape it. */
export interface ExternalAnswers {
  from: string;
  name?: string;
  only?: string[];
}
