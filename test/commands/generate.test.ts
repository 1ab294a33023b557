import { appendFile, chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hashOf, type Ledger } from '../../src/ledger.ts';
import { grownProjects } from '../support/grown.ts';

const project = grownProjects();
const invoice =
  'g entity invoice title:subject amount/total_amount:total organization_id:account_id@organization';

describe('connector generate entity', () => {
  test('writes an entity of the fields given, its test and its place in the list, says so, and remembers it (nestjs/nest-cli#573)', async () => {
    const { connector, read } = await project();
    const { exitCode, stdout, stderr } = await connector(invoice, { in: 'src/engine' });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(
      '      create  src/entities/invoice.ts\n      create  test/entities/invoice.test.ts\n      update  src/entities/index.ts',
    );
    expect(await read('src/entities/index.ts')).toContain(
      'export const entities = [new Account(), new Contact(), new Invoice()];',
    );
    const { generators } = JSON.parse(await read('connector.json')) as Ledger;
    expect(generators.at(-1)).toEqual({
      name: 'entity',
      tool: expect.any(String),
      made: 'invoice',
      parameters: invoice.split(' ').slice(2),
      files: {
        'src/entities/invoice.ts': hashOf(await read('src/entities/invoice.ts')),
        'test/entities/invoice.test.ts': hashOf(await read('test/entities/invoice.test.ts')),
      },
      inserted: { 'src/entities/index.ts': ["import { Invoice } from './invoice.ts';", 'new Invoice(),'] },
    });
  });

  test('changes no other file of the project (activepieces/activepieces#4288)', async () => {
    const { connector, folder } = await project();
    const before = await everyText(folder);
    await connector(invoice);
    const after = await everyText(folder);
    const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect(changed.sort()).toEqual([
      'connector.json',
      'src/entities/index.ts',
      'src/entities/invoice.ts',
      'test/entities/invoice.test.ts',
    ]);
    expect(Object.keys(before).filter((path) => !(path in after))).toEqual([]);
  });

  test('twice is once: what is there already is said to be identical, with any line ends', async () => {
    const { connector, folder, read, texts } = await project();
    await connector(invoice);
    const before = await texts();
    const again = await connector(invoice);
    expect(again.stdout.match(/identical/g)).toHaveLength(3);
    expect(await texts()).toEqual(before);
    const crlf = (await read('src/entities/invoice.ts')).replaceAll('\n', '\r\n');
    await writeFile(join(folder, 'src/entities/invoice.ts'), `\uFEFF${crlf}`);
    expect((await connector(invoice)).stdout).toContain('identical  src/entities/invoice.ts');
    expect(await read('src/entities/invoice.ts')).toBe(`\uFEFF${crlf}`);
  });

  test('a dry run shows the difference, and writes nothing (nestjs/nest-cli#945)', async () => {
    const { connector, texts } = await project();
    const before = await texts();
    const { exitCode, stdout } = await connector(`${invoice} --dry-run`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('      create  src/entities/invoice.ts\n');
    expect(stdout).toContain('--- /dev/null\n+++ b/src/entities/invoice.ts\n');
    expect(stdout).toContain(
      '-export const entities = [new Account(), new Contact()];\n+export const entities = [new Account(), new Contact(), new Invoice()];',
    );
    expect(stdout.endsWith('A dry run: nothing was written.')).toBe(true);
    expect(stdout).not.toContain('\u001b');
    expect(await texts()).toEqual(before);
  });

  test('--json tells the same to programs, and nothing else', async () => {
    const { connector, texts } = await project();
    const before = await texts();
    const dry = JSON.parse((await connector(`${invoice} --dry-run --json`)).stdout);
    expect(dry).toMatchObject({ generator: 'entity', name: 'invoice', dryRun: true, proposals: [] });
    expect(dry.files[2]).toEqual({
      verb: 'update',
      path: 'src/entities/index.ts',
      diff: expect.stringContaining(
        '+export const entities = [new Account(), new Contact(), new Invoice()];',
      ),
    });
    expect(await texts()).toEqual(before);
    const { stdout, stderr } = await connector('g complex-entity x --connec person --external a,b --json');
    const { files, notes } = JSON.parse(stdout);
    expect([stderr, files.at(-1)]).toEqual(['', { verb: 'update', path: 'src/entities/index.ts' }]);
    expect(notes).toContainEqual(expect.stringContaining('src/entities/x/kinds.ts tells the records apart'));
    const { generators } = JSON.parse((await connector('g --json')).stdout);
    expect(generators).toContainEqual({ name: 'external', description: expect.any(String) });
  });

  test('somebody’s file is not written over without being asked to be, and then all is written (plopjs/plop#90)', async () => {
    const { connector, folder, read, texts } = await project();
    await connector(invoice);
    await appendFile(join(folder, 'src/entities/invoice.ts'), '// mine\n');
    const before = await texts();
    const refused = await connector(invoice);
    expect({ exitCode: refused.exitCode, stderr: refused.stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining(
        'src/entities/invoice.ts is there already with another content. Nothing was written',
      ),
    });
    expect(await texts()).toEqual(before);
    expect((await connector(`${invoice} --dry-run`)).stdout).toContain('-// mine');
    const forced = await connector(`${invoice} --force`);
    expect(forced.stdout).toContain('overwrite  src/entities/invoice.ts');
    expect(await read('src/entities/invoice.ts')).not.toContain('mine');
  });

  test('nothing is half-written when a file cannot be (redwoodjs/redwood#82, redwoodjs/redwood#6947)', async () => {
    const { connector, folder, texts } = await project();
    await writeFile(join(folder, 'test/entities.ts'), '');
    await rename(join(folder, 'test/entities'), join(folder, 'test/others'));
    await writeFile(join(folder, 'test/entities'), 'a file where a folder should be');
    const before = await texts();
    const { exitCode, stderr } = await connector(invoice);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('should be a folder'),
    });
    expect(await texts()).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written is named', async () => {
    const { connector, folder } = await project();
    await chmod(join(folder, 'src/entities'), 0o500);
    expect((await connector(invoice)).stderr).toContain('Nothing was changed');
  });

  test('a list that is not understood is left alone, and the two lines are told', async () => {
    const { connector, folder, read } = await project();
    const list = 'export const entities = makeAll();\n';
    await writeFile(join(folder, 'src/entities/index.ts'), list);
    const { exitCode, stdout, stderr } = await connector(invoice);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('create  src/entities/invoice.ts');
    expect(stderr).toContain("  import { Invoice } from './invoice.ts';\n  new Invoice(),\n");
    expect(JSON.parse((await connector(`${invoice} --json`)).stdout).byHand).toEqual({
      path: 'src/entities/index.ts',
      lines: ["import { Invoice } from './invoice.ts';", 'new Invoice(),'],
      reason: expect.stringContaining('is not a plain list'),
    });
    expect(await read('src/entities/index.ts')).toBe(list);
  });

  test('without pairs and without a terminal the usual fields are mapped, and nothing is waited for', async () => {
    const { connector, read } = await project();
    expect((await connector('g entity item')).exitCode).toBe(0);
    expect(await read('src/entities/item.ts')).toContain("map('sale_price/net_amount', 'price')");
    const unknown = await connector('g entity unicorn');
    expect(unknown).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Nothing is said about what to map'),
    });
    const nameless = await connector('g entity');
    expect(nameless).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('NAME is missing') });
  });

  test('an entity comes before what refers to it, which no longer waits', async () => {
    const { connector, read } = await project();
    const waits = await connector('g entity payment title:title item_id:item_id');
    expect(waits.stdout).not.toContain('waits');
    const order = await connector('g entity order title:title item_id:item_id@item --connec sales_order');
    expect(order.stdout).toContain('note  item_id waits: no entity here is "item" yet');
    await connector('g entity item name:name');
    const list = await read('src/entities/index.ts');
    expect(list.indexOf('new Item()')).toBeLessThan(list.indexOf('new Order()'));
  });

  test('every flag does what it says', async () => {
    const { connector, read } = await project();
    const flags =
      '--connec item --external Product --collection v2/products --matching code --matching name,reference --singleton --no-write-connec --no-update-external';
    await connector(`g entity thing code:Code name:Name reference:Ref ${flags}`);
    const code = await read('src/entities/thing.ts');
    for (const line of [
      "readonly connecName = 'item';",
      "readonly externalName = 'Product';",
      "readonly collection = 'v2/products';",
      "override readonly matchingFields = [['code'], ['name', 'reference']];",
      'override readonly singleton = true;',
      'override readonly canWriteConnec = false;',
      'override readonly canUpdateExternal = false;',
    ])
      expect(code).toContain(`  ${line}\n`);
    expect(code).not.toContain('canWriteExternal');
  });

  test('what makes no sense is refused in words, and changes nothing', async () => {
    const { connector, texts } = await project();
    const before = await texts();
    const refusals = [
      ['g entity con name:name', 'Windows'],
      ['g entity ../x name:name', 'it may only hold'],
      ['g entity index name:name', 'is the list of entities'],
      ['g entity date name:name', 'is a name the code needs'],
      ['g entity x name', 'cannot be mapped'],
      [
        'g entity x name:name --nonsense',
        "unknown option '--nonsense' (see connector generate entity --help)",
      ],
      ['g complex-entity x --connec person --external contact', 'that is "connector g entity x"'],
      ['g complex-entity x --connec person', '--external'],
      ['g nonsense', 'There is no generator "nonsense". Choose entity, complex-entity'],
      ['g entiy invoice', 'There is no generator "entiy". Did you mean "entity"?'],
    ] as const;
    const outcomes = await Promise.all(refusals.map(([words]) => connector(words)));
    for (const [index, { exitCode, stderr }] of outcomes.entries()) {
      const [words, reason] = refusals[index] as (typeof refusals)[number];
      expect({ exitCode, stderr }, words).toEqual({ exitCode: 1, stderr: expect.stringContaining(reason) });
    }
    expect(await texts()).toEqual(before);
  });

  test('a name that another entity has is refused before anything is written', async () => {
    const { connector, texts } = await project();
    await connector('g entity invoice title:subject');
    const before = await texts();
    const complex = 'g complex-entity invoice --connec person --external contact,lead';
    for (const words of [complex, `${complex} --force`, `${complex} --dry-run`])
      expect(await connector(words), words).toMatchObject({
        exitCode: 1,
        stdout: '',
        stderr: expect.stringContaining(
          'src/entities/index.ts has another Invoice already (it comes from ./invoice.ts): choose another name',
        ),
      });
    expect(await texts()).toEqual(before);
  });

  test('a file that differs in upper and lower case only is in the way', async () => {
    const { connector, folder } = await project();
    await writeFile(join(folder, 'src/entities/Invoice.ts'), '');
    expect((await connector(invoice)).stderr).toContain(
      'which is the same as "invoice.ts" on macOS and Windows',
    );
  });
});

describe('a project’s own', () => {
  test('templates stand in for ours, file by file, and their mistakes are named', async () => {
    const { connector, folder, read } = await project();
    const own = join(folder, 'templates/entity/test/entities');
    await mkdir(own, { recursive: true });
    await writeFile(join(own, '%file%.test.ts.tpl'), '// ours, for <%= className %>\n');
    await writeFile(join(own, '%file%.md.tpl'), '# <%= className %>\n');
    await connector(invoice);
    expect(await read('test/entities/invoice.test.ts')).toBe('// ours, for Invoice\n');
    expect(await read('test/entities/invoice.md')).toBe('# Invoice\n');
    expect(await read('src/entities/invoice.ts')).toContain('class Invoice');
    await writeFile(join(own, '%file%.test.ts.tpl'), '<%= nonsense %>\n');
    expect(await connector('g entity item')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/template of this project[\s\S]*nonsense is not defined/),
    });
  });

  test('plopfile adds generators: their questions are flags, and they may use ours', async () => {
    const { connector, folder, read } = await project();
    await writeFile(
      join(folder, 'plopfile.mjs'),
      `export default function (plop) {
        plop.setGenerator('note', {
          description: 'a note',
          prompts: [
            { name: 'title', message: 'Title', validate: (title) => title !== 'bad' || 'it is bad' },
            { name: 'kind', message: 'Kind', default: 'plain' },
          ],
          actions: [
            { type: 'add', path: 'notes/{{title}}.md', template: '{{kind}} {{title}}' },
            async ({ title }) => {
              const entity = plop.getGenerator('entity');
              const { failures } = await entity.runActions({ name: title, connec: 'item', pairs: ['name:name'] });
              if (failures.length > 0) throw new Error('no entity');
              return title;
            },
          ],
        });
      }
      `,
    );
    const listed = await connector('g');
    expect(listed.stdout).toMatch(/ entity {2}one kind[\s\S]* note {2}a note/);
    const made = await connector('g note memo --kind long');
    expect({ exitCode: made.exitCode, stderr: made.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(made.stdout).toContain('create  notes/memo.md');
    expect(await read('notes/memo.md')).toBe('long memo');
    expect(await read('src/entities/index.ts')).toContain('new Memo()');
    const [missing, bad, twice] = await Promise.all(
      ['g note', 'g note bad', 'g note memo'].map((words) => connector(words)),
    );
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--title is missing') });
    expect(bad).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('it is bad') });
    expect(twice).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/fail {2}notes\/memo\.md {2}File already exists/),
    });
    await writeFile(join(folder, 'plopfile.mjs'), 'export default 1;\n');
    expect((await connector('g note x')).stderr).toContain('it has no function as its default export');
  });
});

async function everyText(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'latin1')] as const),
  );
  return Object.fromEntries(texts);
}
