import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolvePointer } from '../../src/description/pointer.ts';
import { type Description, readDescription } from '../../src/description/read.ts';
import { readSchema, type Schema } from '../../src/description/schema.ts';
import { root, temporaryFolder } from './tool.ts';

/** The path of a description among the fixtures. */
export const fixture = (name: string) => join(root, 'test/fixtures/descriptions', name);

/** Writes files for one test, and returns the path of the first. */
export async function written(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return join(folder, Object.keys(files)[0] ?? '');
}

/** Reads the first of some files. */
export async function read(files: Record<string, string | Buffer>): Promise<Description> {
  return readDescription(await written(files));
}

/** A schema that is written in JSON, with others beside it that it may refer to. */
export async function schemaFrom(schema: unknown, others: Record<string, unknown> = {}): Promise<Schema> {
  const description = await read({ 'schema.json': JSON.stringify({ schema, ...others }) });
  return readSchema(description, resolvePointer(description, '/schema'));
}
