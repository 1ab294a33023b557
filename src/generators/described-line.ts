import type { FieldType, Resource } from '../connec/resources.ts';
import type { Described } from '../description/described.ts';
import type { ExternalField } from '../description/fields.ts';
import { heldBy } from '../matching/kinds.ts';
import { UserError } from '../user-error.ts';
import { conversionOf } from './conversion.ts';
import { entityName } from './entity-name.ts';
import { externalFieldOf } from './external-field.ts';
import { type Line, refuseList, withoutIndexes } from './line.ts';
import type { Pair } from './pair.ts';

/**
 * Completes pairs by what is known of the hub's fields, and by the description of the application's.
 *
 * @throws {UserError} for a field that is not described, and for two that nothing can be converted between.
 */
export function toDescribedLines(
  pairs: readonly Pair[],
  resource: Resource | undefined,
  described: Described,
): Line[] {
  const taken = new Set<string>();
  return pairs.map((pair) => {
    const leaf = constantFor(pair.external, taken);
    return toDescribedLine(pair, resource, externalFieldOf(pair, described), leaf);
  });
}

/**
 * Completes one pair.
 *
 * @param leaf what constants that are about the field begin with.
 * @throws {UserError} when nothing can be converted between the fields.
 */
export function toDescribedLine(
  pair: Pair,
  resource: Resource | undefined,
  external: ExternalField,
  leaf: string,
): Line {
  refuseList(pair, resource);
  const known = resource?.fields.find(({ path }) => path === withoutIndexes(pair.connec));
  const refersTo = pair.refersTo ?? known?.refersTo;
  const connecType = refersTo === undefined ? (known?.type ?? unknownType(external)) : 'id';
  const choices = known?.choices ? { choices: known.choices } : {};
  const conversion = conversionOf({ path: pair.connec, type: connecType, ...choices }, external.schema, leaf);
  if (!conversion) throw inconvertible(pair, connecType, external, known?.choices);
  const only = onlyOf(external);
  return {
    ...pair,
    ...(refersTo === undefined ? {} : { refersTo }),
    refersByHub: refersTo !== undefined && pair.refersTo === undefined,
    connecType,
    ...choices,
    ...conversion,
    ...(only ? { only, options: withOnly(conversion.options, only) } : {}),
    sample: conversion.sample ?? { connec: undefined, external: undefined },
  };
}

// What the application sets alone comes from there; what it never tells goes there.
function onlyOf({ isReadOnly, isWriteOnly }: ExternalField): Line['only'] {
  if (isReadOnly) return 'toConnec';
  return isWriteOnly ? 'toExternal' : undefined;
}

function withOnly(options: string | undefined, only: string): string {
  if (options === undefined) return `{ only: '${only}' }`;
  if (!options.startsWith('{')) return `{ ...${options}, only: '${only}' }`;
  return options.startsWith('{\n')
    ? options.replace(/\n\}$/, `\n  only: '${only}',\n}`)
    : options.replace(/ \}$/, `, only: '${only}' }`);
}

/** A field that nobody knows of in the hub is what it is in the application; a date there is an instant. */
function unknownType({ schema }: ExternalField): FieldType {
  const held = heldBy(schema);
  if (held === 'number' || held === 'boolean' || held === 'list') return held;
  return held === 'day' || held === 'instant' || held === 'seconds' ? 'date' : 'text';
}

function constantFor(path: string, taken: Set<string>): string {
  const { camel } = entityName(path.slice(path.lastIndexOf('/') + 1).replace(/\[\d+\]/g, ''));
  const plain = /^[a-z]/.test(camel) ? camel : 'field';
  let name = plain;
  for (let count = 2; taken.has(name); count += 1) name = `${plain}${count}`;
  taken.add(name);
  return name;
}

const ARTICLES: Record<string, string> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  list: 'a list',
  id: 'the id of a record',
  day: 'a date',
  instant: 'a date with a time',
  seconds: 'a number of seconds',
  object: 'an object',
  any: 'anything',
};

function inconvertible(
  { connec, external }: Pair,
  type: FieldType,
  { schema }: ExternalField,
  choices: readonly string[] | undefined,
): UserError {
  const here = choices ? `one of ${choices.join(', ')}` : ARTICLES[type];
  const there = schema.choices ? `one of ${schema.choices.join(', ')}` : ARTICLES[heldBy(schema)];
  const inside = { object: 'name a field in it', list: `name an item of it, as ${external}[0]` };
  const what =
    inside[schema.kind as keyof typeof inside] ?? 'leave the pair out, and write a converter for it';
  return new UserError(
    `"${connec}:${external}" cannot be mapped: in Connec! it is ${here}, and ${external} is ${there}. You might ${what}.`,
  );
}
