import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Files } from '../../src/actions/template.ts';
import { planComplexEntity } from '../../src/generators/complex-entity.ts';
import { planEntity } from '../../src/generators/entity.ts';
import type { Surroundings } from '../../src/generators/surroundings.ts';
import { root, temporaryFolder } from '../support/tool.ts';

const surroundings: Surroundings = {
  folder: '/nowhere',
  application: "O'Brien & Söhne",
  idType: 'number',
  entities: [],
};

const word = fc.stringMatching(/^[a-z][a-z]{1,11}$/);
const connecPath = fc.oneof(
  fc.constantFrom('first_name', 'name', 'email/address', 'due_date', 'balance', 'organization_id', 'is_lead'),
  fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join('/')),
  fc.tuple(word, fc.nat(2), word).map(([list, index, field]) => `${list}[${index}]/${field}`),
);
const externalPath = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('_')),
  fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => words.join('/')),
  fc.tuple(word, word).map(([one, other]) => `${one}'s ${other}`),
  fc.tuple(word, word).map(([one, other]) => `${one} "${other}"`),
);
const mark = fc.constantFrom('', '', '', '#number', '#text', '#boolean', '#date', '@organization');
const pairs = fc
  .uniqueArray(fc.tuple(connecPath, externalPath, mark), {
    minLength: 1,
    maxLength: 9,
    comparator: ([connec, external], [otherConnec, otherExternal]) =>
      first(connec) === first(otherConnec) || first(external) === first(otherExternal),
  })
  .map((list) => list.map(([connec, external, end]) => `${connec}:${external}${end}`));
const first = (path: string) => path.split(/[/[]/)[0];

const matching = fc.array(
  fc.array(connecPath, { minLength: 1, maxLength: 3 }).map((list) => list.join()),
  {
    maxLength: 3,
  },
);

async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

test('what is generated is formatted to the letter, and in good style, whatever it is made of', async () => {
  const folder = await temporaryFolder();
  const names = (count: number) => fc.uniqueArray(word, { minLength: count, maxLength: 3 });
  const samples = fc.sample(fc.tuple(word, pairs, matching, names(1), names(2)), 60);
  for (const [index, [word, pairs, matching, connec, external]] of samples.entries()) {
    const name = `${word}-${'long-'.repeat(index % 5)}${index}`;
    const entity = { name, pairs, matching, connec: word, writeConnec: index % 3 > 0 };
    await write(folder, (await planEntity(entity, surroundings)).files);
    const complex = {
      name: `many-${name}`,
      pairs,
      matching,
      connec: connec.join(),
      external: external.join(),
    };
    if (index % 4 === 0) await write(folder, (await planComplexEntity(complex, surroundings)).files);
  }
  await writeFile(
    join(folder, 'biome.json'),
    await readFile(join(root, 'templates/app/biome.json.tpl'), 'utf8').then((text) =>
      text.replace(/.*"vcs".*/, ''),
    ),
  );
  const { all, exitCode } = await execa(
    join(root, 'node_modules/.bin/biome'),
    ['check', '--error-on-warnings', '--max-diagnostics=5', 'src', 'test'],
    { cwd: folder, reject: false, all: true },
  );
  expect(exitCode, all).toBe(0);
});
