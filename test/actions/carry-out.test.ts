import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { carryOut } from '../../src/actions/carry-out.ts';
import type { Decision } from '../../src/actions/settle.ts';
import { planEntity } from '../../src/generators/entity.ts';
import { readSurroundings } from '../../src/generators/surroundings.ts';
import type { Ledger } from '../../src/ledger.ts';
import { findProject } from '../../src/project.ts';
import { grownProjects } from '../support/grown.ts';

const project = grownProjects();
const complex = 'g complex-entity contact-and-lead --connec person --external contact,lead';
const otherwise = complex.replace('contact,lead', 'contact,prospect');
const part = (name: string) => `src/entities/contact-and-lead/person-${name}.ts`;

/** Generates an invoice in a terminal where somebody answers so. */
async function generateInvoice(folder: string, answer: Decision): Promise<void> {
  const found = await findProject(folder);
  const plan = await planEntity({ name: 'invoice', pairs: ['title:name'] }, await readSurroundings(found));
  await carryOut(found, plan, { ask: async () => answer });
}

test('a file that somebody kept is remembered, and named when the rest is taken back', async () => {
  const { connector, folder, read } = await project();
  await connector('g entity invoice title:subject');
  await appendFile(join(folder, 'src/entities/invoice.ts'), '// mine\n');
  await generateInvoice(folder, 'no');
  expect(await read('src/entities/invoice.ts')).toContain('// mine');
  expect(await connector('destroy entity invoice')).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('skip  src/entities/invoice.ts  was edited since'),
  });
});

test('so is one that was there before the generator was', async () => {
  const { connector, folder } = await project();
  await writeFile(join(folder, 'test/entities/invoice.test.ts'), '// mine\n');
  await generateInvoice(folder, 'no');
  expect((await connector('destroy entity invoice')).stdout).toContain(
    'skip  test/entities/invoice.test.ts  was edited since',
  );
});

test('what another process has remembered while the question stood is not forgotten', async () => {
  const { connector, folder, read } = await project();
  await writeFile(join(folder, 'test/entities/invoice.test.ts'), '// mine\n');
  const found = await findProject(folder);
  const plan = await planEntity({ name: 'invoice', pairs: ['title:name'] }, await readSurroundings(found));
  const ask = async (): Promise<Decision> => {
    await connector('g entity journal title:title');
    return 'yes';
  };
  await expect(carryOut(found, plan, { ask })).rejects.toThrow('src/entities/index.ts was saved');
  await generateInvoice(folder, 'yes');
  const { generators } = JSON.parse(await read('connector.json')) as Ledger;
  expect(generators.map(({ made }) => made)).toEqual([undefined, 'journal', 'invoice']);
});

test('parts that a complex entity no longer has go, and are not left behind by destroy', async () => {
  const { connector, texts } = await project();
  const before = await texts();
  await connector(complex);
  const dry = await connector(`${otherwise} --dry-run`);
  expect(dry.stdout).toContain(`remove  ${part('lead')}\n`);
  const { exitCode, stdout } = await connector(`${otherwise} --force`);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: expect.stringContaining(`      create  ${part('prospect')}\n`),
  });
  expect(stdout).toContain(`      remove  ${part('lead')}\n`);
  expect(Object.keys(await texts())).not.toContain(part('lead'));
  expect((await connector('destroy complex-entity contact-and-lead')).exitCode).toBe(0);
  expect(await texts()).toEqual(before);
});

test('such a part that was edited stays, is told, and is named by destroy', async () => {
  const { connector, folder, texts } = await project();
  await connector(complex);
  await appendFile(join(folder, part('lead')), '// mine\n');
  const { stdout } = await connector(`${otherwise} --force`);
  expect(stdout).toContain(`note  ${part('lead')} was part of it, and was edited since`);
  expect(await connector('destroy complex-entity contact-and-lead')).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining(`skip  ${part('lead')}  was edited since`),
  });
  expect(Object.keys(await texts()).filter((path) => path.includes('contact-and-lead'))).toEqual([
    part('lead'),
  ]);
});
