import { UserError } from '../user-error.ts';
import { isObject } from './json.ts';

// Deeper than any description of records, and far less than what a program can walk through.
const DEEPEST = 250;
// A description may name one thing in many places; one that multiplies without end is an attack.
const ALIASES = 10_000;
// A MB of YAML takes a second and 60 MB of memory.
const LARGEST_YAML = 12 * 1024 * 1024;

/**
 * What a text in JSON or YAML says. Keys named "__proto__" are dropped.
 *
 * @param label how messages call the text.
 * @throws {UserError} when it is neither, when it is too long or too deep to be read, and when it contains itself.
 */
export async function parseText(text: string, label: string): Promise<unknown> {
  const plain = text.replace(/^\uFEFF/, '');
  const value = label.endsWith('.json') ? parseJson(plain, label) : await parseEither(plain, label);
  makeSafe(value, label);
  return value;
}

// JSON is YAML as well, and read many times faster as what it is.
async function parseEither(text: string, label: string): Promise<unknown> {
  if (!/^\s*[{[]/.test(text)) return parseYaml(text, label);
  try {
    return JSON.parse(text);
  } catch {
    return parseYaml(text, label);
  }
}

function parseJson(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${label} is not JSON: ${(error as Error).message}.`);
  }
}

async function parseYaml(text: string, label: string): Promise<unknown> {
  if (text.length > LARGEST_YAML)
    throw new UserError(`${label} has more than 12 MB of YAML: write it as JSON, which is read faster.`);
  const { parse } = await import('yaml');
  try {
    return parse(text, { merge: true, logLevel: 'error', maxAliasCount: ALIASES });
  } catch (error) {
    // The lines behind the first show the place in the text.
    const [reason = ''] = (error as Error).message.split('\n');
    throw new UserError(`${label} is neither JSON nor YAML: ${reason.replace(/[:.]$/, '')}.`);
  }
}

function makeSafe(value: unknown, label: string): void {
  const around = new Set<unknown>();
  const seen = new Set<unknown>();
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if (around.has(value)) throw new UserError(`${label} contains itself, by an alias: take that out.`);
    if (seen.has(value)) return;
    if (around.size >= DEEPEST)
      throw new UserError(`${label} is nested more than ${DEEPEST} levels deep, which no description needs.`);
    seen.add(value);
    around.add(value);
    if (isObject(value) && Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
    for (const item of Object.values(value)) visit(item);
    around.delete(value);
  };
  visit(value);
}
