import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ejs from 'ejs';

/** What is written where: path with "/" in it → content. */
export type Files = Map<string, string | Buffer>;

// A dot file in a template's folder is an editor's or a tool's: ours begin with "_".
const NEVER_COPIED = /^(node_modules|dist|data|coverage|src\/generated)$|(^|\/)\.|\.log$/;

/**
 * The files a template folder makes. `*.tpl` is rendered with `data` and loses its suffix, everything else is copied
 * byte for byte; `%name%` in a path is replaced from `data`; a leading `_` at the root becomes a dot.
 *
 * @throws {Error} with file and line when a template asks for a variable that `data` does not have.
 */
export async function readTemplate(folder: string, data: Record<string, unknown>): Promise<Files> {
  const sources = await listFiles(folder);
  const files = await Promise.all(
    sources.map(async (source): Promise<[string, string | Buffer]> => {
      const content = await readFile(join(folder, source));
      const target = targetPath(source, data);
      return source.endsWith('.tpl')
        ? [target, render(content.toString(), join(folder, source), data)]
        : [target, content];
    }),
  );
  return new Map(files);
}

async function listFiles(root: string, folder = ''): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (NEVER_COPIED.test(path)) return [];
      return entry.isDirectory() ? listFiles(root, path) : [path];
    }),
  );
  return found.flat().sort();
}

function targetPath(source: string, data: Record<string, unknown>): string {
  return source
    .replace(/^_/, '.')
    .replace(/\.tpl$/, '')
    .replace(/%(\w+)%/g, (_, name: string) => {
      if (!(name in data)) throw new Error(`${source}: there is no "${name}" to put into the path`);
      return String(data[name]);
    });
}

// EJS turns undefined into the text 'undefined': a template that prints it is as wrong as one that names nothing.
function render(text: string, filename: string, data: Record<string, unknown>): string {
  const toText = (value: unknown) => {
    if (value === undefined || value === null) throw new Error('a value printed here is undefined');
    return String(value);
  };
  return ejs.render(text, data, { filename, escape: toText });
}
