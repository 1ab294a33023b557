import { whyNotEntityName } from './entity-name.ts';
import { whyNotFields } from './matching.ts';
import type { Question } from './question.ts';

/** Flags that every generator has. */
export const writingQuestions: readonly Question[] = [
  { name: 'dryRun', kind: 'switch', message: 'show what would be written, write nothing' },
  { name: 'force', kind: 'switch', message: 'write over files that are there already' },
  { name: 'yes', kind: 'switch', message: 'ask nothing, take what is likely' },
  { name: 'json', kind: 'switch', message: 'print the result as JSON, and ask nothing' },
];

/** May records be written there, and may those that are there be changed? */
export const permissionQuestions: readonly Question[] = [
  { name: 'writeConnec', kind: 'denial', message: 'nothing travels to Connec!' },
  { name: 'writeExternal', kind: 'denial', message: 'nothing travels to the application' },
  { name: 'updateConnec', kind: 'denial', message: 'records are created in Connec!, and then left alone' },
  {
    name: 'updateExternal',
    kind: 'denial',
    message: 'records are created in the application, and then left alone',
  },
];

/** What `connector g entity` takes. */
export const entityQuestions: readonly Question[] = [
  { name: 'name', kind: 'argument', message: 'Name of the entity', whyNot: whyNotEntityName },
  {
    name: 'pairs',
    kind: 'arguments',
    message:
      'lines of the mapping, connec/path:ExternalField; add #number, #boolean, #text or #date for what the application holds, and @entity when it is the id of another record',
  },
  {
    name: 'from',
    kind: 'text',
    value: 'file#/pointer',
    message:
      "what describes the application's records: a schema in OpenAPI 3 or a JSON Schema, as openapi.yaml#/components/schemas/Contact",
    optional: true,
  },
  {
    name: 'sample',
    kind: 'text',
    value: 'file',
    message: 'a record as the application gives it, or a list of them, in JSON or YAML',
    optional: true,
  },
  {
    name: 'connec',
    kind: 'text',
    message: "Connec!'s name for a record, in the singular (default: the entity's)",
    optional: true,
    whyNot: whyNotEmpty,
  },
  {
    name: 'external',
    kind: 'text',
    message: "the application's name for a record (default: the entity's)",
    optional: true,
    whyNot: whyNotEmpty,
  },
  {
    name: 'collection',
    kind: 'text',
    message: "the collection in the application's API (default: the name in the plural)",
    optional: true,
    whyNot: whyNotEmpty,
  },
  {
    name: 'matching',
    kind: 'texts',
    value: 'fields',
    message:
      'Connec! fields by which the hub recognises a record it has already, as in name,email/address; give it again for an alternative',
    whyNot: whyNotFields,
  },
  { name: 'singleton', kind: 'switch', message: 'there is one such record per company' },
  ...permissionQuestions,
  ...writingQuestions,
];

function whyNotEmpty(answer: string): string | undefined {
  return answer.trim() === '' ? 'it is empty' : undefined;
}

/** The answers that shape an entity. */
export interface EntityAnswers {
  name: string;
  pairs: string[];
  from?: string;
  sample?: string;
  connec?: string;
  external?: string;
  collection?: string;
  matching?: string[];
  singleton?: boolean;
  writeConnec?: boolean;
  writeExternal?: boolean;
  updateConnec?: boolean;
  updateExternal?: boolean;
}
