import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import type { Parameter } from './query.ts';
import type { Resource } from './resource.ts';
import { resources } from './resources.ts';

/** Which attributes and relationships are wanted, by type; a type that is not in it is wanted whole. */
export type Fields = ReadonlyMap<string, ReadonlySet<string>>;

export const isWanted = (fields: Fields, { type }: Resource, name: string): boolean =>
  fields.get(type)?.has(name) ?? true;

/** `fields[organizations]=name,uid`. Nothing behind the equals sign: no fields at all. */
export function readFields(parameters: readonly Parameter[]): Fields {
  return new Map(parameters.map(({ name, key, value }) => [key ?? '', readNames(name, key ?? '', value)]));
}

function readNames(parameter: string, type: string, value: string): Set<string> {
  const resource = resources.find((one) => one.type === type);
  if (!resource) refuse('unknownType', texts.api.noType(type), { parameter });
  const names = value ? value.split(',') : [];
  const unknown = names.find((name) => !isField(resource, name));
  if (unknown !== undefined) refuse('unknownField', texts.api.noField(unknown, type), { parameter });
  return new Set(names);
}

const isField = ({ attributes, relationships }: Resource, name: string) =>
  Object.hasOwn(attributes, name) || Object.hasOwn(relationships, name);
