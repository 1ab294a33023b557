import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Files } from '../actions/template.ts';
import { LEDGER } from '../ledger.ts';
import { MIGRATIONS } from '../schema/migrations.ts';
import { UserError } from '../user-error.ts';
import { isEngine } from './engine-files.ts';

/**
 * The file in a project that holds the texts its files were generated from: what an upgrade merges against, without
 * git and without a network. It is committed, is rewritten by upgrades alone, and takes a quarter of what it holds.
 */
export const BASE = '.connector/base.json.gz';

/** Texts as they were generated, by path. */
export type Base = ReadonlyMap<string, string>;

/** Whether an upgrade merges the file at `path`: the engine is replaced, migrations stay, secrets are nobody's. */
export function isMerged(path: string): boolean {
  return !isEngine(path) && !isMigration(path) && ![LEDGER, BASE, '.env'].includes(path);
}

/** Whether `path` lies in the folder of a migration. */
export function isMigration(path: string): boolean {
  return path.startsWith(`${MIGRATIONS}/`) && path.split('/').length > 3;
}

/** The content of the file for a project that consists of `files`. */
export function packBase(files: Files): Buffer {
  const merged = [...files].filter(([path]) => isMerged(path)).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = Object.fromEntries(merged.map(([path, content]) => [path, content.toString()]));
  return gzipSync(JSON.stringify(texts), { level: 9 });
}

/** What a packed base holds. */
export function unpackBase(content: Buffer): Base {
  return new Map(Object.entries(JSON.parse(gunzipSync(content).toString()) as Record<string, string>));
}

/**
 * The texts that the project in `folder` was generated from.
 *
 * @throws {UserError} when the file is missing or damaged.
 */
export async function readBase(folder: string): Promise<Base> {
  try {
    return unpackBase(await readFile(join(folder, BASE)));
  } catch (error) {
    throw new UserError(
      `${join(folder, BASE)} cannot be read (${(error as Error).message}): take it back from git with "git checkout ${BASE}".`,
    );
  }
}
