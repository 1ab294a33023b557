import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectionOf } from '../connec/names.ts';
import { entityName } from '../generators/entity-name.ts';
import { LIST, readEntityList } from './entity-list.ts';
import { NotUnderstoodError } from './syntax.ts';

/** An entity of the project, as far as it can be read off its code. */
export interface KnownEntity {
  className: string;
  /** Its file from the project's folder. */
  path: string;
  /** The names that its records, or those of its parts, have on either side. */
  connecNames: string[];
  externalNames: string[];
  /** Connec! paths of ids of other records. */
  references: string[];
  /** What stands before ids of its records in the hub, and not in the application. */
  idPrefixes?: string[];
}

/** The entities that src/entities/index.ts lists. Where it is not understood, none are known. */
export async function knownEntities(folder: string): Promise<KnownEntity[]> {
  const text = await readFile(join(folder, LIST), 'utf8').catch(() => '');
  const listed = entriesOf(text);
  return Promise.all(listed.map((entry) => readEntity(folder, entry)));
}

/**
 * The entities whose records the hub calls `name`; where there are none, the one whose own name that is, unless
 * `ofHub` says that it is surely the hub's name: an account there is no customer.
 */
export function meantBy(
  name: string,
  entities: readonly KnownEntity[],
  ofHub: boolean,
): readonly KnownEntity[] {
  const collection = collectionOf(entityName(name).spaced);
  const found = entities.filter(({ connecNames }) =>
    connecNames.some((known) => collectionOf(known) === collection),
  );
  if (found.length > 0 || ofHub) return found;
  return entities.filter(({ className }) => className === entityName(name).pascal);
}

interface Entry {
  className: string;
  from: string;
}

function entriesOf(text: string): Entry[] {
  try {
    const { imports, elements } = readEntityList(text);
    return elements.flatMap(({ className }) => {
      const found = imports.find(({ names }) => className !== undefined && names.includes(className));
      return found && className ? [{ className, from: found.from }] : [];
    });
  } catch (error) {
    if (error instanceof NotUnderstoodError) return [];
    throw error;
  }
}

async function readEntity(folder: string, { className, from }: Entry): Promise<KnownEntity> {
  const path = `src/entities/${from.replace(/^\.\//, '').replace(/(\.[jt]s)?$/, '.ts')}`;
  const code = await readCode(folder, path);
  return {
    className,
    path,
    connecNames: textsOf(code, 'connecName'),
    externalNames: textsOf(code, 'externalName'),
    idPrefixes: textsOf(code, 'idPrefix').filter((prefix) => prefix !== ''),
    references: [...code.matchAll(/\breferences\b[^=\n]*=\s*\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/['"]([^'"]+)['"]/g)].map(([, path = '']) => path),
    ),
  };
}

// A complex entity is a folder: its index, and the files of its parts.
async function readCode(folder: string, path: string): Promise<string> {
  const own = path.endsWith('/index.ts') ? path.slice(0, -'/index.ts'.length) : undefined;
  const names = own ? await readdir(join(folder, own)).catch(() => []) : [];
  const paths = own ? names.map((name) => `${own}/${name}`) : [path];
  const texts = paths.map((name) => readFile(join(folder, name), 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

function textsOf(code: string, member: string): string[] {
  const pattern = new RegExp(`\\b${member}\\b[^=\\n]*=\\s*(['"])(.*?)\\1`, 'g');
  return [...new Set([...code.matchAll(pattern)].map(([, , text = '']) => text))];
}
