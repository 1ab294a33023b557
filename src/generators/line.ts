import type { Field, FieldType, Resource } from '../connec/resources.ts';
import { sampleOf } from '../connec/sample.ts';
import { UserError } from '../user-error.ts';
import type { ExternalType, Pair } from './pair.ts';

/** A line of a mapping with all that is written about it. */
export interface Line extends Pair {
  connecType: FieldType;
  /** What it refers to is the hub's name, for nobody said anything else. */
  refersByHub: boolean;
  /** Its options in code, `{ toExternal: Number }`; several lines where they are long. */
  options?: string;
  /** Code above the mapping that the options need. */
  declaration?: string;
  /** It travels in this direction alone. */
  only?: 'toConnec' | 'toExternal';
  /** All values that the hub has for it, where they are known. */
  choices?: readonly string[];
  /** The same value on both sides, for the test; undefined where there is none. */
  sample: { connec: unknown; external: unknown };
}

/**
 * Completes pairs by what is known of the hub's fields.
 *
 * @param idType what an id is in the application, as src/entity.ts has it.
 * @throws {UserError} for a path into a list, which takes a mapper of its own.
 */
export function toLines(
  pairs: readonly Pair[],
  resource: Resource | undefined,
  idType: 'text' | 'number',
): Line[] {
  return pairs.map((pair) => toLine(pair, resource, idType));
}

function toLine(pair: Pair, resource: Resource | undefined, idType: 'text' | 'number'): Line {
  refuseList(pair, resource);
  const known = resource?.fields.find(({ path }) => path === withoutIndexes(pair.connec));
  const refersTo = pair.refersTo ?? known?.refersTo;
  if (refersTo !== undefined) return reference(pair, refersTo, pair.type ?? idType);
  const connecType = typeOf(pair, known);
  const conversion = CONVERSIONS[`${connecType} ${pair.type}`];
  const connec = conversion?.sample ?? sampleOf(pair.connec, connecType);
  return {
    ...pair,
    refersByHub: false,
    connecType,
    ...(conversion ? { options: conversion.options } : {}),
    sample: { connec, external: conversion ? conversion.convert(connec as string) : connec },
  };
}

// What nobody knows of is what the application says that it is, and a date of the hub is an instant.
function typeOf({ type, connec }: Pair, known: Field | undefined): FieldType {
  if (known) return known.type;
  if (type) return type;
  if (/(^|\/)(is|has)_\w+$/.test(connec)) return 'boolean';
  return /_(date|at)$/.test(connec) ? 'date' : 'text';
}

// Ids are text for the engine, on both sides.
function reference(pair: Pair, refersTo: string, type: ExternalType): Line {
  const isNumber = type === 'number';
  return {
    ...pair,
    refersTo,
    refersByHub: pair.refersTo === undefined,
    connecType: 'id',
    ...(isNumber ? { options: '{ toExternal: Number, toConnec: String }' } : {}),
    sample: { connec: '7', external: isNumber ? 7 : '7' },
  };
}

interface Conversion {
  options: string;
  sample: unknown;
  convert: (value: string) => unknown;
}

// "What the hub has, what the application has" → how one becomes the other.
const CONVERSIONS: Record<string, Conversion> = {
  'text number': { options: '{ toExternal: Number, toConnec: String }', sample: '42', convert: Number },
  'number text': { options: '{ toExternal: String, toConnec: Number }', sample: 42.5, convert: String },
  'boolean text': {
    options: "{ toExternal: String, toConnec: (value: string) => value === 'true' }",
    sample: true,
    convert: String,
  },
  'text boolean': {
    options: "{ toExternal: (value: string) => value === 'true', toConnec: String }",
    sample: 'true',
    convert: (value: string) => value === 'true',
  },
  'boolean number': { options: '{ toExternal: Number, toConnec: Boolean }', sample: true, convert: Number },
  'number boolean': { options: '{ toExternal: Boolean, toConnec: Number }', sample: 1, convert: Boolean },
  'date date': {
    options: `{
  toExternal: (instant: string) => instant.slice(0, 10),
  toConnec: (day: string) => \`\${day}T00:00:00Z\`,
}`,
    sample: '2026-03-04T00:00:00Z',
    convert: (instant: string) => instant.slice(0, 10),
  },
};

/** @throws {UserError} for a path into a list, which takes a mapper of its own. */
export function refuseList({ connec }: Pair, resource: Resource | undefined): void {
  const list = resource?.fields.find(({ path, type }) => type === 'list' && connec.startsWith(`${path}/`));
  if (!list) return;
  throw new UserError(
    `"${connec}" lies in ${list.path}, which is a list: map its items with a mapper of their own, as in map('${list.path}', '…', { using: lineMapper }), and leave the pair out.`,
  );
}

/** "lines[0]/id" → "lines/id". */
export function withoutIndexes(path: string): string {
  return path.replace(/\[\d+\]/g, '');
}
