import type { FieldType } from '../connec/resources.ts';
import type { ExternalField } from '../description/fields.ts';
import { pairChoices } from './choices.ts';
import { type Held, heldBy } from './kinds.ts';

/** What does not survive the way to the application, or keeps a record from going there. */
export interface Loss {
  kind: 'type' | 'enum' | 'length' | 'nullability';
  /** "at most 40 characters" */
  text: string;
}

// Texts of the hub are seldom longer.
const USUAL_LENGTH = 255;
const SHOWN = 5;

/** What is lost between a field of the hub and one of the application. */
export function lossesOf(connecType: FieldType, field: ExternalField, choices?: readonly string[]): Loss[] {
  const { schema } = field;
  const isText = schema.kind === 'text' && !schema.choices;
  const tight = isText && schema.maxLength !== undefined && schema.maxLength < USUAL_LENGTH;
  return [
    ...loss('type', typeLoss(connecType, field)),
    ...loss('enum', connecType === 'boolean' ? undefined : enumLoss(schema.choices?.map(String), choices)),
    ...loss('length', tight && connecType === 'text' ? `at most ${schema.maxLength} characters` : undefined),
    ...loss('nullability', field.isRequired && !field.isReadOnly ? 'must not be empty' : undefined),
  ];
}

const loss = (kind: Loss['kind'], text: string | undefined): Loss[] => (text ? [{ kind, text }] : []);

function typeLoss(connecType: FieldType, { schema, isInList }: ExternalField): string | undefined {
  if (isInList) return 'only the first of a list';
  if (connecType === 'number' && schema.isWhole) return 'whole numbers only';
  return TYPE_LOSSES[`${connecType} ${heldBy(schema)}`];
}

const TYPE_LOSSES: Partial<Record<`${FieldType} ${Held}`, string>> = {
  'text number': 'only text that is a number',
  'text boolean': 'only true and false',
  'text day': 'only text that is a date',
  'text instant': 'only text that is a date',
  'number text': 'only text that is a number comes back',
  'number boolean': 'only 0 and 1',
  'boolean text': 'only true and false come back',
  'boolean number': 'only 0 and 1 come back',
  'date day': 'no time of day',
  'date seconds': 'no fractions of seconds',
  'date text': 'only text that is a date comes back',
};

function enumLoss(
  choices: readonly string[] | undefined,
  ofConnec: readonly string[] | undefined,
): string | undefined {
  if (!choices) return undefined;
  if (!ofConnec) return `only ${shown(choices)}`;
  const { toExternal, toConnec } = pairChoices(ofConnec, choices);
  const there = ofConnec.filter((choice) => toExternal[choice] === undefined);
  const here = choices.filter((choice) => toConnec[choice] === undefined);
  const gaps = [
    ...(there.length > 0 ? [`nothing there for ${shown(there)}`] : []),
    ...(here.length > 0 ? [`nothing here for ${shown(here)}`] : []),
  ];
  return gaps.length === 0 ? undefined : gaps.join(' and ');
}

function shown(choices: readonly string[]): string {
  return `${choices.slice(0, SHOWN).join(', ')}${choices.length > SHOWN ? ' and others' : ''}`;
}
