import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { UserError } from '../user-error.ts';
import { ownText } from './json.ts';
import { parseText } from './parse.ts';

/** A description of an API or of records, with all files that it refers to. */
export interface Description {
  /** Absolute path of the file that was asked for. */
  file: string;
  /** What each file holds, by its absolute path; or why it cannot be read. */
  files: ReadonlyMap<string, unknown>;
}

const LARGEST = 32 * 1024 * 1024;
const MOST_FILES = 200;

/**
 * Reads OpenAPI, a JSON Schema or a sample record, in JSON or YAML, and the files next to it that it refers to.
 * What cannot be read of those is only told when it is asked for.
 *
 * @throws {UserError} when the file is not there, too large, neither JSON nor YAML, or an address.
 */
export async function readDescription(path: string): Promise<Description> {
  if (isAddress(path))
    throw new UserError(`Nothing is read from the web: save ${path} as a file, and give its path.`);
  const file = resolve(path);
  const files = new Map<string, unknown>([[file, await readValue(file)]]);
  // A map goes on with what is put into it meanwhile.
  for (const [from, value] of files) {
    for (const other of filesIn(value, from)) {
      if (!files.has(other)) files.set(other, await readOther(other, files.size));
    }
  }
  return { file, files };
}

/** How messages call a file: from where the command runs. */
export function labelOf(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/') || file;
}

/** Whether a reference leads to another file, to the web, or stays where it is. */
export function splitReference(reference: string): { target: string; pointer: string } {
  const [target = '', ...pointer] = reference.split('#');
  return { target, pointer: pointer.join('#') };
}

/** Whether that is an address and not a path; a drive of Windows is none. */
export const isAddress = (target: string): boolean => /^([a-z][a-z\d+.-]+:|\/\/)/i.test(target);

/** The file that a reference in `from` leads to. */
export function fileOf(target: string, from: string): string {
  return resolve(dirname(from), decoded(target));
}

/** Text without its percent signs, or as it is where they stand for nothing. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function readOther(file: string, count: number): Promise<unknown> {
  if (count >= MOST_FILES)
    return new UserError(`${labelOf(file)} is one file too many: ${MOST_FILES} are read.`);
  try {
    // Somebody else's description may name a device that never ends.
    if (await isOtherThanFile(file)) return new UserError(`${labelOf(file)} cannot be read: it is no file.`);
    return await readValue(file);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

const isOtherThanFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => !found.isFile(),
    () => false,
  );

async function readValue(file: string): Promise<unknown> {
  const label = labelOf(file);
  const { size = 0 } = await stat(file).catch(() => ({ size: 0 }));
  refuseLarge(size, label);
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${label} cannot be read: ${REASONS[error.code ?? ''] ?? error.message}.`);
  });
  refuseLarge(bytes.length, label);
  return parseText(textOf(bytes, label), label);
}

function refuseLarge(size: number, label: string): void {
  if (size > LARGEST)
    throw new UserError(`${label} has more than 32 MB: cut out of it what describes these records.`);
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

function textOf(bytes: Buffer, label: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${label} is no text in UTF-8: save it as that.`);
  }
}

function filesIn(value: unknown, from: string): Set<string> {
  const found = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (item: unknown) => {
    if (typeof item !== 'object' || item === null || seen.has(item)) return;
    seen.add(item);
    const { target } = splitReference(ownText(item, '$ref') ?? '');
    if (target !== '' && !isAddress(target)) found.add(fileOf(target, from));
    for (const inner of Object.values(item)) visit(inner);
  };
  if (!(value instanceof Error)) visit(value);
  return found;
}
