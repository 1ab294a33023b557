import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planExternal } from '../../src/generators/external.ts';
import type { Plan } from '../../src/generators/plan.ts';
import { generateClient } from '../../src/schema/client.ts';
import { STYLES } from '../openapi/styles.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { scaffoldForFile } from '../support/tool.ts';

const patient = 180_000;

/** One project with the code for every API in it, each in a folder of its own. */
describe('the code for APIs of many kinds', { timeout: patient }, () => {
  let folder: string;
  let remove: () => Promise<void>;
  const plans: Record<string, Plan> = {};
  const run = (program: string, parameters: string[]) =>
    execa(join(folder, 'node_modules/.bin', program), parameters, { cwd: folder, reject: false, all: true });

  beforeAll(async () => {
    ({ folder, remove } = await scaffoldForFile());
    await linkPackages(folder);
    await generateClient(folder);
    for (const [style, document] of Object.entries(STYLES)) {
      const from = join(folder, `${style}.json`);
      await writeFile(from, JSON.stringify({ openapi: '3.0.3', info: { title: 'Birch' }, ...document }));
      const plan = await planExternal(
        { from, name: 'Birch' },
        { folder: '/nowhere', application: 'Acme', idType: 'number', entities: [] },
      );
      plans[style] = plan;
      for (const [path, text] of plan.files) {
        await write(`original/${style}/${path}`, String(text));
        await write(...moved(style, path, String(text)));
      }
    }
  }, patient);
  afterAll(() => remove());

  async function write(path: string, text: string): Promise<void> {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
  }

  // What lies one folder deeper imports from one folder higher.
  function moved(style: string, path: string, text: string): [path: string, text: string] {
    const imported = text
      .replace("import { entities } from './entities/index.ts';\n", '')
      .replace('readonly entities = entities;', 'readonly entities = [];')
      .replaceAll(/'\.\/(engine|http)/g, "'../$1")
      .replaceAll(/'\.\.\/\.\.\/src\/(client|entity)\.ts'/g, `'../../src/${style}/$1.ts'`);
    return [path.replace('src/', `src/${style}/`).replace('client.test', `${style}.test`), imported];
  }

  test('is typed', async () => {
    expect((await run('tsc', [])).all).toBe('');
  });

  test('is in good style, and formatted to the letter', async () => {
    const config = await readFile(join(folder, 'biome.json'), 'utf8');
    await writeFile(join(folder, 'biome.json'), config.replace(/.*"vcs".*/, ''));
    const { all, exitCode } = await run('biome', ['check', '--error-on-warnings', 'original']);
    expect(exitCode, all).toBe(0);
  });

  test('passes the tests that come with it', async () => {
    const names = Object.keys(STYLES).map((style) => `test/app/${style}.test.ts`);
    const { all, exitCode } = await run('vitest', ['run', ...names, '--reporter=dot']);
    expect(exitCode, all).toBe(0);
  });

  test.each(Object.keys(STYLES))('marks what is not told, and notes it: %s', (style) => {
    const { files, notes } = plans[style] as Plan;
    const sources = [...files].filter(([path]) => path.startsWith('src/'));
    const marked = sources.flatMap(([path, text]) =>
      [...String(text).matchAll(/((?: *\/\/ .*\n)+)/g)]
        .flatMap(([comment]) =>
          comment
            .replace(/\n? *\/\/ /g, ' ')
            .split('TODO: ')
            .slice(1),
        )
        .map((sentence) => `${path} has a TODO: ${sentence.trim()}`),
    );
    expect(marked.sort()).toEqual(notes.filter((note) => note.includes('has a TODO')).sort());
  });

  test('tells nothing that the description does not', () => {
    expect(plans.nothing?.notes.filter((note) => note.includes('TODO'))).toHaveLength(13);
  });
});
