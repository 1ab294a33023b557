import type { Schema } from './document.ts';
import { keyed, listed } from './given.ts';

/** A field somewhere in what an answer holds: the names on the way to it, and what it is. */
export interface Leaf {
  path: string[];
  schema: Schema;
}

/** Descriptions refer to themselves: nothing is looked for deeper than this. */
const DEPTH = 6;

/** "object", "array", "string", "integer", "number", "boolean"; undefined when nothing says so. null is no type. */
export function typeOf(schema: Schema | undefined, depth = 0): string | undefined {
  if (!schema || depth > DEPTH) return undefined;
  const named = [schema.type ?? []].flat().find((type) => type !== 'null');
  if (typeof named === 'string') return named;
  if (schema.properties) return 'object';
  if (schema.items) return 'array';
  const [choice] = Array.isArray(schema.enum) ? schema.enum : [];
  if (choice !== undefined && choice !== null) return typeof choice;
  return variantsOf(schema)
    .map((variant) => typeOf(variant, depth + 1))
    .find((type) => type !== undefined);
}

/** The fields of an object, those of all its parts and variants among them. */
export function fieldsOf(schema: Schema | undefined, depth = 0): Record<string, Schema> {
  if (!schema || depth > DEPTH) return {};
  const inherited = variantsOf(schema).map((variant) => fieldsOf(variant, depth + 1));
  return Object.assign({}, ...inherited, Object.fromEntries(keyed(schema.properties)));
}

/** What a list holds. */
export function itemsOf(schema: Schema | undefined, depth = 0): Schema | undefined {
  if (!schema || depth > DEPTH) return undefined;
  const [items] = listed([schema.items]);
  if (items) return items;
  return variantsOf(schema)
    .map((variant) => itemsOf(variant, depth + 1))
    .find((inner) => inner !== undefined);
}

/** The texts that may stand there, where only some may. */
export function choicesOf(schema: Schema | undefined): string[] {
  const choices = schema?.enum ?? itemsOf(schema)?.enum;
  return Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string') : [];
}

/** Every field that is no object, down to `levels` names deep; what lies in lists is left out. */
export function leavesOf(schema: Schema | undefined, levels = 3): Leaf[] {
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]): Leaf[] => {
    if (typeOf(field) !== 'object') return [{ path: [name], schema: field }];
    if (levels <= 1) return [];
    return leavesOf(field, levels - 1).map(({ path, schema: leaf }) => ({
      path: [name, ...path],
      schema: leaf,
    }));
  });
}

/** A name without what spells it: "updated_at", "updatedAt" and "page[size]" → "updatedat", "pagesize". */
export const bare = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');

const variantsOf = ({ allOf, oneOf, anyOf }: Schema): Schema[] => [allOf, oneOf, anyOf].flatMap(listed);
