import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Described } from '../description/described.ts';
import type { Project } from '../project.ts';
import { type KnownEntity, knownEntities } from '../registry/known-entities.ts';

/** What a generator has to know of the project it writes into. */
export interface Surroundings {
  /** The project's folder; its templates override ours. */
  folder: string;
  /** What the application is called. */
  application: string;
  /** What the application's ids are, as src/entity.ts reads them. */
  idType: 'number' | 'text';
  /** The field that src/entity.ts reads ids from, where that is plain to see. */
  idField?: string;
  /** Its `idFromExternal` gives numbers alone: a text cannot stand in for it. */
  idsAreNumbers?: boolean;
  entities: readonly KnownEntity[];
  /** What is known of the application's records, where a description or a sample of them is given. */
  described?: Described;
}

export async function readSurroundings({ folder, ledger }: Project): Promise<Surroundings> {
  const [entities, base] = await Promise.all([
    knownEntities(folder),
    readFile(join(folder, 'src/entity.ts'), 'utf8').catch(() => ''),
  ]);
  return {
    folder,
    application: ledger.answers.external ?? 'the application',
    ...idsIn(base),
    entities,
  };
}

/** How src/entity.ts reads the id of a record. */
function idsIn(base: string): Pick<Surroundings, 'idType' | 'idField' | 'idsAreNumbers'> {
  const [, type = '', code = ''] = /idFromExternal\([^)]*\)([^{]*)\{([^}]*)\}/.exec(base) ?? [];
  const [, idField] = /^\s*return record\.(\w+)\b/.exec(code) ?? [];
  const isNumber = /\bas number\b/.test(code);
  return {
    idType: isNumber ? 'number' : 'text',
    ...(idField === undefined ? {} : { idField }),
    idsAreNumbers: isNumber && !type.includes('string'),
  };
}
