import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNotCommand } from 'create-connector/command-line';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const path = join(root, 'AGENTS.md');

/** Made on the way, and not there after a clone. */
const MADE = ['src/generated/', 'data/', '.env'];

/** What AGENTS.md says is believed: keep it true. Without the file there is nothing to keep. */
describe.skipIf(!existsSync(path))('AGENTS.md', () => {
  const quoted = existsSync(path) ? codeIn(readFileSync(path, 'utf8')) : [];
  const { scripts } = JSON.parse(existsSync(path) ? readFileSync(join(root, 'package.json'), 'utf8') : '{}');

  test('names paths that are there', () => {
    const paths = quoted.filter((code) => /^[\w.-]+\/[\w./-]*$|^[\w.-]+\.(ts|md|json|prisma)$/.test(code));
    const missing = paths.filter((name) => !MADE.includes(name) && !existsSync(join(root, name)));
    expect(missing).toEqual([]);
  });

  test('names commands of connector that are there, with words and flags that they have', async () => {
    const commands = quoted.filter((code) => /(^|\s)connector\s/.test(code));
    const reasons = await Promise.all(commands.map(whyNotCommand));
    expect(commands.filter((_, index) => reasons[index] !== undefined)).toEqual([]);
  });

  test('names scripts that are in package.json, and tests that are there', () => {
    const commands = quoted.filter((code) => /^(npm run|npx|pnpm|yarn|bun run|bunx) /.test(code));
    const words = commands.map((code) => code.replace(/^(npm run|bun run|\S+) /, '').split(' '));
    const unknown = words.filter(([name = '', ...rest]) => {
      if (name === 'connector') return false;
      const paths = rest.filter((word) => word.includes('/'));
      return !(name in scripts || name === 'vitest') || paths.some((word) => !existsSync(join(root, word)));
    });
    expect(unknown).toEqual([]);
  });
});

function codeIn(markdown: string): string[] {
  return [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}
