import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Keeps a server's data in a JSON file between runs. */
export interface DataFile {
  /** Says that the data changed: the file is written soon, many changes at a time. */
  changed(): void;
  /** Writes what is not written yet. */
  close(): Promise<void>;
}

const DELAY_MS = 100;

/**
 * The data an earlier run left, or undefined on the first one.
 *
 * @throws {Error} when the file cannot be read or is not JSON; the message says what to do.
 */
export async function readDataFile<Data>(path: string | undefined): Promise<Data | undefined> {
  if (!path) return undefined;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`Cannot read the sandbox data in ${path}: ${error.message}`, { cause: error });
  });
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Data;
  } catch (cause) {
    throw new Error(`${path} does not hold sandbox data. Delete it to start afresh.`, { cause });
  }
}

/** Without a path nothing is kept. `data` is asked for what to write whenever it is written. */
export function openDataFile(
  path: string | undefined,
  data: () => unknown,
  log: (line: string) => void,
): DataFile {
  if (!path) return { changed: () => {}, close: async () => {} };
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const write = () => {
    timer = undefined;
    writing = writing
      .then(() => replaceFile(path, JSON.stringify(data())))
      .catch((error: Error) => log(`could not write ${path}: ${error.message}`));
    return writing;
  };
  return {
    changed() {
      timer ??= setTimeout(write, DELAY_MS);
    },
    async close() {
      if (!timer) return writing;
      clearTimeout(timer);
      await write();
    },
  };
}

/** Another name first, so that a crash leaves the old file or the new one, never half of one. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
