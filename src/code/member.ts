import { keyOf, quoted } from './layout.ts';

/**
 * What lies at `path` in code: "answer.meta?.next_cursor". Steps are taken only where something is there: inside of
 * the first field, already from what `base` is, or never.
 */
export function memberOf(
  base: string,
  path: readonly string[],
  checked: 'inside' | 'always' | 'never' = 'inside',
): string {
  const isChecked = (at: number) => checked === 'always' || (checked === 'inside' && at > 0);
  return path.reduce((code, name, at) => `${code}${step(name, isChecked(at))}`, base);
}

function step(name: string, isOptional: boolean): string {
  const isPlain = keyOf(name) === name;
  if (isOptional) return isPlain ? `?.${name}` : `?.[${quoted(name)}]`;
  return isPlain ? `.${name}` : `[${quoted(name)}]`;
}

/** A field of a type: where it lies, and what it is. */
export interface FieldType {
  path: readonly string[];
  type: string;
  /** It is always there. */
  required?: boolean;
}

interface Tree {
  [name: string]: Tree | { type: string; required: boolean };
}

/** The lines of an interface with those fields, at that depth: "  meta?: { next_cursor?: string | null };". */
export function fieldLines(fields: readonly FieldType[], indent: string, width = 110): string {
  const tree: Tree = {};
  for (const { path, type, required = false } of fields) {
    const [last = '', ...parents] = [...path].reverse();
    let at = tree;
    for (const name of parents.reverse()) {
      at[name] ??= {};
      at = at[name] as Tree;
    }
    at[last] = { type, required };
  }
  return linesOf(tree, indent, width).join('');
}

function linesOf(tree: Tree, indent: string, width: number): string[] {
  return Object.entries(tree).map(([name, inner]) => {
    if (isLeaf(inner)) return `${indent}${keyOf(name)}${inner.required ? '' : '?'}: ${inner.type};\n`;
    const mark = isRequired(inner) ? '' : '?';
    const flat = `${indent}${keyOf(name)}${mark}: ${flatType(inner)};\n`;
    if (flat.length <= width + 1) return flat;
    return `${indent}${keyOf(name)}${mark}: {\n${linesOf(inner, `${indent}  `, width).join('')}${indent}};\n`;
  });
}

function flatType(tree: Tree): string {
  const fields = Object.entries(tree).map(([name, inner]) =>
    isLeaf(inner)
      ? `${keyOf(name)}${inner.required ? '' : '?'}: ${inner.type}`
      : `${keyOf(name)}${isRequired(inner) ? '' : '?'}: ${flatType(inner)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

const isLeaf = (inner: Tree[string]): inner is { type: string; required: boolean } =>
  typeof (inner as { type?: unknown }).type === 'string';

const isRequired = (tree: Tree): boolean =>
  Object.values(tree).some((inner) => (isLeaf(inner) ? inner.required : isRequired(inner)));
