import type { Described } from '../description/described.ts';
import { complexEntityQuestions } from './complex-entity-questions.ts';
import { entityQuestions } from './entity-questions.ts';
import { externalQuestions } from './external-questions.ts';
import type { Plan } from './plan.ts';
import type { Proposal } from './proposal.ts';
import type { Answers, Question } from './question.ts';
import type { Surroundings } from './surroundings.ts';

/** Something `connector generate` makes in a project. */
export interface Generator {
  name: string;
  description: string;
  example: string;
  questions: readonly Question[];
  /** What it makes replaces files that every project has: it cannot be destroyed. */
  replaces?: boolean;
  /** What is known of the application's records, where the answers say where from. */
  describe?(answers: Answers): Promise<Described | undefined>;
  /** Lines of a mapping for somebody who gave none; missing where there is nothing to map. */
  propose?(answers: Answers, surroundings: Surroundings): Promise<Proposal[]>;
  plan(answers: Answers, surroundings: Surroundings): Promise<Plan>;
}

/** The generators of the tool. Their code is loaded when they run. */
export const generators: readonly Generator[] = [
  {
    name: 'entity',
    description: 'one kind of record: its names, its mapping, a test, its place in the list',
    example:
      'connector g entity contact first_name:FirstName email/address:Email organization_id:AccountId@organization --connec person',
    questions: entityQuestions,
    describe: async ({ from, sample, ...answers }) =>
      from === undefined && sample === undefined
        ? undefined
        : (await import('./describe.ts')).describeEntity({ from, sample, ...answers } as never),
    propose: async (answers, surroundings) =>
      (await import('./proposal.ts')).proposeForEntity(answers as never, surroundings),
    plan: async (answers, surroundings) =>
      (await import('./entity.ts')).planEntity(answers as never, surroundings),
  },
  {
    name: 'complex-entity',
    description: 'several kinds of record that belong together, as people who are contacts or leads',
    example: 'connector g complex-entity contact-and-lead --connec person --external contact,lead',
    questions: complexEntityQuestions,
    propose: async (answers, surroundings) =>
      (await import('./proposal.ts')).proposeForComplexEntity(answers as never, surroundings),
    plan: async (answers, surroundings) =>
      (await import('./complex-entity.ts')).planComplexEntity(answers as never, surroundings),
  },
  {
    name: 'external',
    description:
      "src/external.ts, src/client.ts and src/entity.ts, from a description of the application's API",
    example: 'connector g external --from openapi.yaml',
    questions: externalQuestions,
    replaces: true,
    plan: async (answers, surroundings) =>
      (await import('./external.ts')).planExternal(answers as never, surroundings),
  },
];
