import { readFileSync, writeFileSync } from 'node:fs';

const readme = new URL('../README.md', import.meta.url);

/**
 * Puts `text` into README.md, between `<!-- NAME -->` and `<!-- /NAME -->`.
 *
 * @throws {Error} when the marks are not there.
 */
export function writeIntoReadme(name: string, text: string): void {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = readFileSync(readme, 'utf8');
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no place between ${start} and ${end}`);
  writeFileSync(readme, `${before.slice(0, from + start.length)}\n${text}\n${before.slice(to)}`);
}
