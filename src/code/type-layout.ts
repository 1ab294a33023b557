import { keyOf } from './layout.ts';

/** A type, to be laid out as Biome does: a union of words, an object, or a list. */
export type Type =
  | { union: readonly string[] }
  | { fields: readonly TypeField[]; isNullable?: boolean }
  | { items: Type; isNullable?: boolean };

/** A field of an object type. */
export interface TypeField {
  name: string;
  type: Type;
  isOptional: boolean;
  isReadOnly?: boolean;
}

const WIDTH = 110;

/** An exported interface. */
export function interfaceCode(name: string, fields: readonly TypeField[]): string {
  return `export interface ${name} {\n${fieldsCode(fields, '  ')}}`;
}

/** The import of types. */
export function typeImport(names: readonly string[], from: string): string {
  const flat = `import type { ${names.join(', ')} } from '${from}';`;
  if (fits(flat) || names.length === 1) return flat;
  return `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

/** The same type, with null as a value. */
export function nullable(type: Type): Type {
  if ('union' in type) return type.union.includes('null') ? type : { union: [...type.union, 'null'] };
  return { ...type, isNullable: true };
}

/** The words of a type that the code around it has to import. */
export function namesIn(type: Type): string[] {
  if ('union' in type)
    return type.union.filter((word) => /^[A-Z]/.test(word)).map((word) => word.replace(/\[\]$/, ''));
  return 'items' in type ? namesIn(type.items) : type.fields.flatMap((field) => namesIn(field.type));
}

function fieldsCode(fields: readonly TypeField[], indent: string): string {
  return fields.map((field) => fieldCode(field, indent)).join('');
}

function fieldCode({ name, type, isOptional, isReadOnly }: TypeField, indent: string): string {
  const before = `${indent}${isReadOnly ? 'readonly ' : ''}${keyOf(name)}${isOptional ? '?' : ''}: `;
  const code = typeCode(type, indent, before);
  return `${code.startsWith('\n') ? before.trimEnd() : before}${code};\n`;
}

/** The type in code: `before` stands on its first line. */
function typeCode(type: Type, indent: string, before: string): string {
  if ('union' in type) return unionCode(type.union, indent, before);
  if ('fields' in type)
    return `{\n${fieldsCode(type.fields, `${indent}  `)}${indent}}${type.isNullable ? ' | null' : ''}`;
  return listCode(type.items, type.isNullable === true, indent, before);
}

function unionCode(words: readonly string[], indent: string, before: string): string {
  const flat = words.join(' | ');
  return fits(`${before}${flat};`) ? flat : broken(words, `${indent}  `);
}

const broken = (words: readonly string[], indent: string) =>
  words.map((word) => `\n${indent}| ${word}`).join('');

function listCode(items: Type, isNullable: boolean, indent: string, before: string): string {
  const flat = flatList(items);
  if (flat && fits(`${before}${flat}${isNullable ? ' | null' : ''};`))
    return `${flat}${isNullable ? ' | null' : ''}`;
  if (!isNullable) return itemsCode(items, indent);
  const alone = flat && fits(`${indent}  | ${flat}`) ? flat : itemsCode(items, `${indent}    `);
  return `\n${indent}  | ${alone}\n${indent}  | null`;
}

/** A list on one line; undefined where its items are objects. */
function flatList(items: Type): string | undefined {
  if ('union' in items)
    return items.union.length === 1 ? `${items.union[0]}[]` : `(${items.union.join(' | ')})[]`;
  if ('fields' in items) return undefined;
  const inner = flatList(items.items);
  return inner && (items.isNullable ? `(${inner} | null)[]` : `${inner}[]`);
}

function itemsCode(items: Type, indent: string): string {
  if ('union' in items) return `(${broken(items.union, `${indent}  `)}\n${indent})[]`;
  const code = typeCode(items, indent, WIDE);
  if (code.startsWith('\n')) return `(${code}\n${indent})[]`;
  return items.isNullable ? `(${code})[]` : `${code}[]`;
}

// What stands before items that are broken leaves no room.
const WIDE = ' '.repeat(WIDTH);

const fits = (line: string): boolean => [...line].length <= WIDTH;
