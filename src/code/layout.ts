/** Code as Biome formats it: what fits on a line of this many characters stands on it. */
const WIDTH = 110;

/** A text in code: between the quotes of which there are fewer in it. */
export function quoted(text: string): string {
  const json = JSON.stringify(text);
  if (text.split("'").length > text.split('"').length) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A list in code: `indent` and `before` stand on its line already, `after` comes behind it. */
export function list(
  items: readonly string[],
  indent: string,
  before = '',
  after = '',
  breaks = false,
): string {
  const flat = `[${items.join(', ')}]`;
  if (!breaks && fits(indent, before, flat, after)) return flat;
  return `[\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}]`;
}

/**
 * A call in code, behind `indent` and `before` on its line: on that line, or with the last argument broken if that is an object, or
 * with each argument on a line.
 */
export function call(
  name: string,
  parameters: readonly string[],
  indent: string,
  before = '',
  after = '',
): string {
  const flat = `${name}(${parameters.join(', ')})`;
  if (fits(indent, before, flat, after)) return flat;
  const last = parameters.at(-1) ?? '';
  const head = `${name}(${parameters.slice(0, -1).join(', ')}${parameters.length > 1 ? ', ' : ''}`;
  if (last.startsWith('{') && fits(indent, before, head, '{')) return `${head}${expanded(last, indent)})`;
  const inner = `${indent}  `;
  const lines = parameters.map((text) => {
    const isObject = text.startsWith('{') && !fits(inner, text, ',');
    return `${inner}${isObject ? expanded(text, inner) : text.replaceAll('\n', `\n${inner}`)},\n`;
  });
  return `${name}(\n${lines.join('')}${indent})`;
}

/** Import statements in the order of where they import from, as Biome has them. */
export function imports(names: Record<string, string>): string {
  const sorted = Object.entries(names).sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([from, what]) => importOf(what.split(', '), from)).join('\n');
}

// A single name stays on its line, however long that is.
function importOf(names: readonly string[], from: string): string {
  const flat = `import { ${names.join(', ')} } from '${from}';`;
  if (names.length === 1 || fits(flat)) return flat;
  return `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

/** A value of JSON as code, at that depth; texts that are long do not break. */
export function literal(value: unknown, indent: string, before = '', after = ''): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item ?? null, `${indent}  `, '', ','));
    return list(items, indent, before, after, isMatrix(value));
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const flat = flatObject(value);
  return !hasMatrix(value) && fits(indent, before, flat, after) ? flat : block(value, indent);
}

/** An object as code, one line per field. */
export function block(value: object, indent: string): string {
  const lines = Object.entries(value).map(([key, item]) => {
    const before = `${keyOf(key)}: `;
    return `${indent}  ${before}${literal(item, `${indent}  `, before, ',')},\n`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}

/** A field's name in code, where it stands before a colon. */
export function keyOf(name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(name);
}

function flatObject(value: object): string {
  const fields = Object.entries(value).map(([key, item]) => `${keyOf(key)}: ${flatLiteral(item)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function flatLiteral(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((item) => flatLiteral(item ?? null)).join(', ')}]`;
  return typeof value === 'object' && value !== null ? flatObject(value) : String(value);
}

const hasMatrix = (value: object): boolean =>
  Object.values(value).some((item) => Array.isArray(item) && isMatrix(item));

const isMatrix = (value: unknown[]) =>
  value.length > 1 &&
  value.every((item) => typeof item === 'object' && item !== null && Object.keys(item).length > 1);

// Options are a single line of fields, or broken already.
function expanded(object: string, indent: string): string {
  if (object.includes('\n')) return object.replaceAll('\n', `\n${indent}`);
  const fields = object.slice(2, -2).split(/, (?=\w+:)/);
  return `{\n${fields.map((field) => `${indent}  ${field},\n`).join('')}${indent}}`;
}

function fits(...parts: string[]): boolean {
  const text = parts.join('');
  return !text.includes('\n') && [...text].length <= WIDTH;
}

/** An object in code made of entries such as "...query" and "page: 1": on one line, or with a line for each. */
export function objectOf(entries: readonly string[], indent: string, before = '', after = ''): string {
  const flat = entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  if (fits(indent, before, flat, after)) return flat;
  return `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}}`;
}

/** A text inside of a template literal. */
export const inTemplate = (text: string): string => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');

/** A text inside of a comment that begins with a slash and stars: on one line, and it ends none. */
export const inComment = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('*/', '* /');

/** A comment of whole sentences, broken where a line is full. */
export const comment = (text: string, indent: string): string =>
  linesOf(text, indent.length + 3)
    .map((line) => `${indent}// ${line}\n`)
    .join('');

/** The same above what it is about, for those who use it. */
export const docComment = (text: string): string =>
  `/**\n${linesOf(inComment(text), 3)
    .map((line) => ` * ${line}\n`)
    .join('')} */`;

function linesOf(text: string, taken: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) as string;
    if (line !== '' && taken + line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
