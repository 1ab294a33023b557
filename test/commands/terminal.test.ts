import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { grownProjects } from '../support/grown.ts';
import { emptyProject } from '../support/schema-project.ts';
import { inTerminal, isTerminalThere, KEY } from '../support/terminal.ts';
import { temporaryFolder } from '../support/tool.ts';

const project = grownProjects();
const title = isTerminalThere
  ? 'in a terminal'
  : 'in a terminal (skipped: there is no `script` of util-linux)';
const invoice = ['g', 'entity', 'invoice', 'title:subject'];
const lines = (printed: string) => stripVTControlCharacters(printed).split(/\r?\n/);

describe.skipIf(!isTerminalThere)(title, { timeout: 60_000 }, () => {
  test('create-connector asks what the flags left open, and nothing else', async () => {
    const cwd = await temporaryFolder();
    const terminal = inTerminal('create-connector', ['--skip-install', '--skip-git'], { cwd });
    await terminal.see('Folder of the new project:');
    terminal.press('My App', KEY.enter);
    await terminal.see('"My App" cannot be used');
    terminal.press('\u0015', 'my-app', KEY.enter);
    await terminal.see(/Name of the external application:.*Acme/);
    terminal.press('Zoho', KEY.enter);
    await terminal.see(/Database:/);
    terminal.press(KEY.down, KEY.enter);
    const { exitCode, printed } = await terminal.end();
    expect({ exitCode, questions: questionsIn(printed) }).toEqual({
      exitCode: 0,
      questions: ['Database', 'Folder of the new project', 'Name of the external application'],
    });
    const { answers } = JSON.parse(await readFile(join(cwd, 'my-app/connector.json'), 'utf8'));
    expect(answers).toMatchObject({ name: 'my-app', external: 'Zoho', database: 'postgresql' });
  });

  test('what is given by flags is not asked (nestjs/nest-cli#3229)', async () => {
    const cwd = await temporaryFolder();
    const flags = ['my-app', '--external', 'Zoho', '--database', 'sqlite', '--dry-run'];
    const { exitCode, printed } = await inTerminal('create-connector', flags, { cwd }).end();
    expect({ exitCode, questions: questionsIn(printed) }).toEqual({ exitCode: 0, questions: [] });
  });

  test('Ctrl-C at a question ends with 1, and nothing is written', async () => {
    const cwd = await temporaryFolder();
    const terminal = inTerminal('create-connector', ['my-app', '--skip-install'], { cwd });
    await terminal.see('Name of the external application:');
    terminal.press(KEY.interrupt);
    const { exitCode, printed } = await terminal.end();
    expect({ exitCode, said: lines(printed).at(-2) }).toEqual({
      exitCode: 1,
      said: 'error  Stopped: nothing was written.',
    });
    expect(await readdir(cwd)).toEqual([]);
  });

  test('the fields of an entity are ticked in a list, in which the usual ones are ticked', async () => {
    const { folder, read } = await project();
    const terminal = inTerminal('connector', ['g', 'entity'], { cwd: folder });
    await terminal.see('Name of the entity:');
    terminal.press('item', KEY.enter);
    await terminal.see('What to map');
    await terminal.see(/◉ name:name/);
    await terminal.see(/◯ reference:reference/);
    terminal.press(KEY.space, KEY.enter);
    const { exitCode, printed } = await terminal.end();
    expect(exitCode).toBe(0);
    const [first] = /(?<=❯◉ )\S+/.exec(stripVTControlCharacters(printed)) ?? [];
    const code = await read('src/entities/item.ts');
    expect(code).toContain("map('name', 'name')");
    expect(code).not.toContain(`map('${first?.split(':')[0]}'`);
    expect(code).not.toContain("map('reference'");
  });

  test('whoever unticks all of them is told that there is nothing to map', async () => {
    const { folder, texts } = await project();
    const before = await texts();
    const terminal = inTerminal('connector', ['g', 'entity', 'item'], { cwd: folder });
    await terminal.see('What to map');
    // The first "a" ticks the others too.
    terminal.press('a');
    await terminal.see('◉ reference:reference');
    terminal.press('a');
    await terminal.see('◯ name:name');
    terminal.press(KEY.enter);
    const { exitCode, printed } = await terminal.end();
    expect({ exitCode, said: lines(printed).at(-2) }).toEqual({
      exitCode: 1,
      said: 'error  Nothing was ticked, so there is nothing to map: nothing was written.',
    });
    expect(await texts()).toEqual(before);
  });

  test('a migration that loses data is asked about before it is applied, though it says so itself', async () => {
    const { folder, addMigration } = await emptyProject('sqlite', 'file:./data/development.db');
    await addMigration('0001_a', 'CREATE TABLE "Pet" (id INTEGER PRIMARY KEY, "name" TEXT);');
    expect((await inTerminal('connector', ['migrate'], { cwd: folder }).end()).exitCode).toBe(0);
    await addMigration('0002_b', '/*\n  Warnings:\n*/\nALTER TABLE "Pet" DROP COLUMN "name";');
    const answered = async (answer: string) => {
      const terminal = inTerminal('connector', ['migrate'], { cwd: folder });
      await terminal.see('0002_b  The column "name" of "Pet" goes, with all its values.');
      await terminal.see('Apply what loses this? (y/N)');
      terminal.press(answer, KEY.enter);
      return terminal.end();
    };
    const stopped = await answered('');
    expect(stopped).toMatchObject({ exitCode: 1, printed: expect.stringContaining('nothing was applied') });
    const applied = await answered('y');
    expect(applied).toMatchObject({ exitCode: 0, printed: expect.stringContaining('0002_b') });
  });

  test('Ctrl-C in that list leaves everything as it is', async () => {
    const { folder, texts } = await project();
    const before = await texts();
    const terminal = inTerminal('connector', ['g', 'entity', 'item'], { cwd: folder });
    await terminal.see('What to map');
    terminal.press(KEY.interrupt);
    expect((await terminal.end()).exitCode).toBe(1);
    expect(await texts()).toEqual(before);
  });
});

describe.skipIf(!isTerminalThere)(`a file in the way, ${title}`, { timeout: 60_000 }, () => {
  /** A project in which two files of a generated entity were edited. */
  async function edited() {
    const { connector, folder, read, texts } = await project();
    await connector(invoice.join(' '));
    for (const path of PATHS) await appendFile(join(folder, path), '// mine\n');
    const before = await texts();
    const mine = async () => {
      const now = await texts();
      return PATHS.filter((path) => now[path]?.includes('// mine'));
    };
    const terminal = inTerminal('connector', invoice, { cwd: folder });
    return { terminal, texts, before, mine, read };
  }
  const PATHS = ['src/entities/invoice.ts', 'test/entities/invoice.test.ts'];

  test('is asked about once per file: no keeps it, yes writes over it', async () => {
    const { terminal, mine } = await edited();
    await terminal.see(/Write over src\/entities\/invoice\.ts\? \(Ynaqdh\)/);
    terminal.press('n', KEY.enter);
    await terminal.see('Write over test/entities/invoice.test.ts?');
    terminal.press('y', KEY.enter);
    const { exitCode, printed } = await terminal.end();
    expect(exitCode).toBe(0);
    expect(lines(printed)).toEqual(
      expect.arrayContaining([
        '        skip  src/entities/invoice.ts',
        '   overwrite  test/entities/invoice.test.ts',
      ]),
    );
    expect(await mine()).toEqual([PATHS[0]]);
  });

  test('"all" is remembered: nothing else is asked (yeoman/environment#371)', async () => {
    const { terminal, mine } = await edited();
    await terminal.see('Write over src/entities/invoice.ts?');
    terminal.press('a', KEY.enter);
    const { exitCode, printed } = await terminal.end();
    expect({ exitCode, asked: printed.includes(`Write over ${PATHS[1]}`) }).toEqual({
      exitCode: 0,
      asked: false,
    });
    expect(await mine()).toEqual([]);
  });

  test('is shown with what would change, in colours, and the keys are told, as often as one likes', async () => {
    const { terminal, mine } = await edited();
    await terminal.see('Write over');
    terminal.press('h', KEY.enter);
    for (const help of [
      'yes, write over it',
      'no, leave it',
      'all: write over this',
      'quit, write',
      'diff: show',
    ])
      await terminal.see(help);
    terminal.press('d', KEY.enter);
    await terminal.see('\u001b[31m-// mine\u001b[39m');
    await terminal.see(/@@ -\d+,\d+ \+\d+,\d+ @@/);
    await terminal.see('Write over src/entities/invoice.ts?');
    terminal.press('n', KEY.enter);
    await terminal.see('Write over test/entities');
    terminal.press('n', KEY.enter);
    expect((await terminal.end()).exitCode).toBe(0);
    expect(await mine()).toEqual(PATHS);
  });

  test.each([
    ['q', ['q', KEY.enter]],
    ['Ctrl-C', [KEY.interrupt]],
  ])('and %s: nothing at all is written', async (_, keys) => {
    const { terminal, texts, before } = await edited();
    await terminal.see('Write over');
    terminal.press(...keys);
    const { exitCode, printed } = await terminal.end();
    expect({ exitCode, said: lines(printed).at(-2) }).toEqual({
      exitCode: 1,
      said: 'error  Stopped: nothing was written.',
    });
    expect(await texts()).toEqual(before);
  });
});

describe.skipIf(!isTerminalThere)(`a CI machine, ${title} (Weaverse/weaverse-sdk#475)`, () => {
  const env = { CI: 'true' };

  test('is not asked: what is missing is named, all of it, at once', async () => {
    const { folder, texts } = await project();
    const before = await texts();
    const complex = await inTerminal('connector', ['g', 'complex-entity'], { cwd: folder, env }).end();
    expect({ exitCode: complex.exitCode, said: lines(complex.printed) }).toEqual({
      exitCode: 1,
      said: [
        'error  NAME, --connec <names> and --external <names> are missing, and nobody can be asked: give them on the command line.',
        '',
      ],
    });
    const create = await inTerminal('create-connector', [], { cwd: folder, env }).end();
    expect({ exitCode: create.exitCode, said: lines(create.printed)[0] }).toEqual({
      exitCode: 1,
      said: 'error  NAME is missing, and nobody can be asked: give it on the command line.',
    });
    expect(await texts()).toEqual(before);
  });

  test('takes defaults where there are some, and refuses to write over a file', async () => {
    const { folder, read } = await project();
    const made = await inTerminal('connector', ['g', 'entity', 'item'], { cwd: folder, env }).end();
    expect({ exitCode: made.exitCode, questions: questionsIn(made.printed) }).toEqual({
      exitCode: 0,
      questions: [],
    });
    expect(await read('src/entities/item.ts')).toContain("map('name', 'name')");
    await appendFile(join(folder, 'src/entities/item.ts'), '// mine\n');
    const again = await inTerminal('connector', ['g', 'entity', 'item'], { cwd: folder, env }).end();
    expect({ exitCode: again.exitCode, said: stripVTControlCharacters(again.printed) }).toEqual({
      exitCode: 1,
      said: expect.stringContaining('is there already with another content. Nothing was written'),
    });
  });
});

describe.skipIf(!isTerminalThere)(`colours, ${title}`, () => {
  const dry = [...invoice, '--dry-run'];

  test('are there for a person: added lines are green, removed ones red, verbs green', async () => {
    const { folder } = await project();
    const { printed } = await inTerminal('connector', dry, { cwd: folder }).end();
    expect(printed).toContain('\u001b[32m      create\u001b[39m  src/entities/invoice.ts');
    expect(printed).toContain("\u001b[32m+import { Invoice } from './invoice.ts';\u001b[39m");
    expect(printed).toContain('\u001b[31m-export const entities = [new Account(), new Contact()];\u001b[39m');
    expect(printed).toContain('\u001b[1m+++ b/src/entities/invoice.ts\u001b[22m');
  });

  test.each<Record<string, string>>([{ NO_COLOR: '1' }, { TERM: 'dumb' }])(
    'are not with %j: the same, plain',
    async (env) => {
      const { folder } = await project();
      const plain = (await inTerminal('connector', dry, { cwd: folder, env }).end()).printed;
      const coloured = (await inTerminal('connector', dry, { cwd: folder }).end()).printed;
      expect(plain).not.toContain('\u001b');
      expect(plain).toBe(stripVTControlCharacters(coloured));
    },
  );
});

/** What was asked: the messages of questions, each once. */
function questionsIn(printed: string): string[] {
  const found = stripVTControlCharacters(printed).matchAll(/[?✔] ([A-Z][^:\n]*?):/g);
  return [...new Set([...found].map(([, message]) => message as string))].sort();
}
