import { own, ownList } from './json.ts';

/** A value that a schema may list. */
export type Choice = string | number | boolean;

/** What a schema says that a value is; "any" where it leaves that open. */
export type Kind = 'text' | 'number' | 'integer' | 'boolean' | 'object' | 'list' | 'any';

const KINDS: Record<string, Kind> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
  object: 'object',
  array: 'list',
};

/** What schemas that hold together make of a value: what they say, or what only makes sense for one kind. */
export function kindOf(values: readonly unknown[]): Kind {
  const said = last(values, (value) => {
    const types = typesOf(value).filter((type) => type !== 'null');
    return types.length === 0 ? undefined : types;
  });
  if (said) return said.length === 1 ? (KINDS[said[0] ?? ''] ?? 'any') : several(said);
  const has = (...keys: string[]) =>
    values.some((value) => keys.some((key) => own(value, key) !== undefined));
  if (has('properties', 'additionalProperties')) return 'object';
  if (has('items')) return 'list';
  const [first, ...others] = new Set((choicesOf(values) ?? []).map((choice) => typeof choice));
  if (first && others.length === 0) return KINDS[first] ?? 'any';
  if (has('maxLength', 'minLength', 'pattern', 'format')) return 'text';
  return has('minimum', 'maximum', 'multipleOf') ? 'number' : 'any';
}

const several = (types: readonly string[]): Kind =>
  types.every((type) => type === 'number' || type === 'integer') ? 'number' : 'any';

/** Whether a schema says that null is a value. */
export function allowsNull(value: unknown): boolean {
  return (
    typesOf(value).includes('null') || ownList(value, 'enum').includes(null) || own(value, 'const') === null
  );
}

/** The types that a schema names: one, or several of OpenAPI 3.1 and JSON Schema. */
export function typesOf(value: unknown): string[] {
  return [own(value, 'type') ?? []].flat().map(String);
}

/** The values that a schema lists; undefined where it lists none. */
export function choicesOf(values: readonly unknown[]): Choice[] | undefined {
  const found = last(values, (value) => {
    const only = own(value, 'const');
    const list = only === undefined ? ownList(value, 'enum') : [only];
    const choices = list.filter((choice) => ['string', 'number', 'boolean'].includes(typeof choice));
    return choices.length === 0 ? undefined : choices;
  });
  return found && [...new Set(found as Choice[])];
}

/** What the last that says something says. */
export function last<T>(values: readonly unknown[], read: (value: unknown) => T | undefined): T | undefined {
  return values.map(read).findLast((found) => found !== undefined);
}
