import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The file at a project's root that remembers what the tool made. It is committed. */
export const LEDGER = 'connector.json';

/** What the tool wrote, and from which answers: `destroy`, `upgrade` and `doctor` read it. */
export interface Ledger {
  /** Version of the tool that wrote the project, or brought it up to date last. */
  tool: string;
  answers: Record<string, string>;
  generators: Generated[];
  /** SHA-256 of each generated file as it was written, by path with "/" in it. Settings with secrets are left out. */
  files: Record<string, string>;
}

/** A run of a generator: what it was given, and what it left in the project. */
export interface Generated {
  /** The generator: "app", "entity". */
  name: string;
  tool: string;
  /** What it made, by name. The project itself has none. */
  made?: string;
  /** The words behind `connector generate`. */
  parameters?: string[];
  /** SHA-256 of each file as it was written, by path. */
  files?: Record<string, string>;
  /** What was put into files of the project, by path. */
  inserted?: Record<string, string[]>;
}

/** SHA-256 of a file's content, in hexadecimal. */
export function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The ledger of a new project whose files are `files`. */
export function newLedger(
  tool: string,
  answers: Ledger['answers'],
  files: ReadonlyMap<string, string | Buffer>,
): Ledger {
  const paths = [...files.keys()].filter((path) => path !== '.env').sort();
  return {
    tool,
    answers,
    generators: [{ name: 'app', tool }],
    files: Object.fromEntries(paths.map((path) => [path, hashOf(files.get(path) as string | Buffer)])),
  };
}

/** The run of a generator that made something of that name. */
export function runOf({ generators }: Ledger, generator: string, made: string): Generated | undefined {
  return generators.find((run) => run.name === generator && run.made === made);
}

/** The ledger with a run more, in place of an earlier one that made the same. */
export function withGenerated(ledger: Ledger, generated: Generated): Ledger {
  return { ...ledger, generators: [...othersThan(ledger, generated), generated] };
}

/** The ledger without that run. */
export function withoutGenerated(ledger: Ledger, generated: Generated): Ledger {
  return { ...ledger, generators: othersThan(ledger, generated) };
}

function othersThan({ generators }: Ledger, { name, made }: Generated): Generated[] {
  return generators.filter((other) => other.name !== name || other.made !== made);
}

/** The ledger as text. */
export function formatLedger(ledger: Ledger): string {
  return `${JSON.stringify(ledger, null, 2)}\n`;
}

/**
 * Reads the ledger in `path`.
 *
 * @throws {Error} when it is not JSON, or not a ledger.
 */
export async function readLedger(path: string): Promise<Ledger> {
  const ledger = JSON.parse(await readFile(path, 'utf8')) as Partial<Ledger>;
  if (typeof ledger?.tool !== 'string' || typeof ledger.files !== 'object')
    throw new Error('"tool" or "files" is missing');
  // In the order in which it was written: what is written back differs where it has changed, and nowhere else.
  const { tool, answers = {}, generators = [], files } = ledger;
  return { tool, answers, generators, ...ledger, files } as Ledger;
}
