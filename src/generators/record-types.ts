import { literal } from '../code/layout.ts';
import { nullable, type Type, type TypeField } from '../code/type-layout.ts';
import { isPathName } from '../description/fields.ts';
import { listedChoices, type Member, type Schema } from '../description/schema.ts';
import type { Line } from './line.ts';

/** The fields of the application's records, as their description has them. */
export function externalFields({ members }: Schema): TypeField[] {
  return members.filter(({ name }) => isPathName(name)).map(fieldOf);
}

function fieldOf({ name, isRequired, schema }: Member): TypeField {
  const type = schema.isNullable ? nullable(typeOf(schema)) : typeOf(schema);
  return { name, type, isOptional: !isRequired, isReadOnly: schema.isReadOnly };
}

function typeOf(schema: Schema): Type {
  const { kind, items, members } = schema;
  if (kind === 'object')
    return members.length === 0 ? { union: ['JsonObject'] } : { fields: externalFields(schema) };
  if (kind === 'list') return { items: items ? itemsOf(items) : { union: ['JsonValue'] } };
  return { union: wordsOf(schema) };
}

// A path into an item goes by what items are: that one may be null says nothing of the others.
const itemsOf = (items: Schema): Type =>
  items.isNullable && items.kind !== 'object' ? nullable(typeOf(items)) : typeOf(items);

const WORDS = { text: 'string', number: 'number', boolean: 'boolean', any: 'JsonValue' };

function wordsOf(schema: Schema): string[] {
  const choices = listedChoices(schema);
  return choices ? choices.map((choice) => literal(choice, '')) : [WORDS[schema.kind as keyof typeof WORDS]];
}

/** The fields of the hub's records that are mapped. */
export function connecFields(lines: readonly Line[]): TypeField[] {
  const root: Branch = { children: new Map() };
  for (const line of lines) grow(root, line.connec.split('/'), wordsFor(line));
  return fieldsIn(root);
}

const HUB_WORDS = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
  id: 'string',
  list: 'JsonValue[]',
};

const wordsFor = ({ connecType, choices }: Line): string[] =>
  choices ? choices.map((choice) => literal(choice, '')) : [HUB_WORDS[connecType]];

interface Branch {
  children: Map<string, Branch>;
  words?: string[];
  isList?: boolean;
}

function grow(branch: Branch, [segment = '', ...rest]: string[], words: string[]): void {
  const name = segment.replace(/\[\d+\]$/, '');
  const child: Branch = branch.children.get(name) ?? { children: new Map() };
  branch.children.set(name, child);
  if (name !== segment) child.isList = true;
  if (rest.length === 0) child.words = words;
  else grow(child, rest, words);
}

// The hub leaves out what a record does not have, or says that it is null.
function fieldsIn({ children }: Branch): TypeField[] {
  return [...children].map(([name, child]) => {
    const inner: Type = child.words ? { union: child.words } : { fields: fieldsIn(child) };
    const type = child.isList ? { items: inner } : inner;
    return { name, type: child.words ? nullable(type) : type, isOptional: true };
  });
}
