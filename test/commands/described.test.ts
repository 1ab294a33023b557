import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fixture } from '../support/description.ts';
import { grownProjects } from '../support/grown.ts';
import { inTerminal, isTerminalThere, KEY } from '../support/terminal.ts';

const project = grownProjects();
const ada = { id: 7, first_name: 'Ada', surname: 'Arkwright', mail: 'ada@fern.example', nick: 'Ada' };

/** A project with a description and a sample in it. */
async function described() {
  const grown = await project();
  const files = {
    'crm.json': JSON.stringify({
      properties: { givenName: { type: 'string' }, 'home-address': { properties: { town: {} } } },
    }),
    'broken.yaml': 'a: [1\nb: ]',
    'ada.json': JSON.stringify({ contacts: [ada] }),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(grown.folder, name), text);
  return grown;
}

describe('connector generate entity from a description', () => {
  test('takes what is sure, tells what is not, and remembers where it came from', async () => {
    const { connector, read } = await described();
    const { exitCode, stdout } = await connector('g entity friend --connec person --from crm.json --yes');
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`      create  src/entities/friend.ts
      create  test/entities/friend.test.ts
      create  src/records/friend.ts
      update  src/entities/index.ts
       found  first_name:givenName  0.92  often called "given name"
        note  Perhaps these mean the same, too: address_home/billing/city:home-address/town (0.74, often called "town"). Give those that do as pairs.`);
    const { generators } = JSON.parse(await read('connector.json'));
    expect(generators.at(-1).parameters).toEqual([
      'friend',
      'first_name:givenName',
      ...['--from', 'crm.json', '--connec', 'person'],
    ]);
    expect(Object.keys(generators.at(-1).files)).toContain('src/records/friend.ts');
  });

  test('twice is once, from any folder of the project', async () => {
    const { connector, texts } = await described();
    await connector('g entity friend --connec person --from crm.json');
    const before = await texts();
    const again = await connector('g entity friend --connec person --from ../crm.json', { in: 'src' });
    expect(again.stdout.match(/identical/g)).toHaveLength(4);
    const { 'connector.json': _, ...files } = await texts();
    expect(before).toMatchObject(files);
  });

  test('shows what it would do, and writes nothing', async () => {
    const { connector, texts } = await described();
    const before = await texts();
    const { stdout } = await connector('g entity friend --connec person --sample ada.json --dry-run');
    expect(stdout).toContain('+export interface ExternalFriend {');
    expect(stdout).toContain('found  email/address:mail  0.92  often called "mail"');
    expect(await texts()).toEqual(before);
  });

  test('tells programs what was proposed, with the score, the reason and what is lost', async () => {
    const { connector } = await described();
    const words = `g entity buyer --connec person --from ${fixture('crm.yaml')}#Contact --dry-run --json`;
    const { proposals } = JSON.parse((await connector(words)).stdout);
    expect(proposals).toContainEqual({
      pair: 'last_name:surname',
      usual: true,
      taken: true,
      match: {
        score: 0.92,
        reason: 'often called "surname"',
        losses: [
          { kind: 'length', text: 'at most 80 characters' },
          { kind: 'nullability', text: 'must not be empty' },
        ],
      },
    });
    const kinds = proposals.flatMap(({ match }: { match: { losses: { kind: string }[] } }) =>
      match.losses.map(({ kind }) => kind),
    );
    expect(new Set(kinds)).toEqual(new Set(['type', 'enum', 'length', 'nullability']));
  });

  test.each([
    ['--from none.yaml', 'none.yaml cannot be read: there is no such file.'],
    ['--from broken.yaml', 'broken.yaml is neither JSON nor YAML:'],
    [
      '--from crm.json#/properties/giveName',
      'crm.json#/properties/giveName is not there. Did you mean "givenName"?',
    ],
    [
      `--from ${fixture('crm.yaml')}#Contakt`,
      'has no schema "Contakt". Did you mean "Contact"? Its schemas: Record, Contact, Account.',
    ],
    [
      'first_name:giveName --from crm.json',
      '"giveName" is no field of crm.json. Did you mean "givenName"? It has givenName',
    ],
    ['code:no --sample ada.json', '"no" is no field of ada.json.'],
    ['--from crm.json --sample ada.json', '--from and --sample both say what the records are'],
    ['--from ada.json', 'A record as the application gives it is read with --sample.'],
  ])('%s is refused in a sentence, and nothing is written', async (words, message) => {
    const { connector, texts } = await described();
    const before = await texts();
    const { exitCode, stderr } = await connector(`g entity friend --connec person ${words}`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(message) });
    expect(await texts()).toEqual(before);
  });

  test.skipIf(!isTerminalThere)('asks in a terminal, with what is sure ticked, and why', async () => {
    const { folder } = await described();
    const words = ['g', 'entity', 'friend', '--connec', 'person', '--sample', 'ada.json'];
    const terminal = inTerminal('connector', words, { cwd: folder });
    await terminal.see(/◉ first_name:first_name +1\.00 {2}the same name/);
    await terminal.see(/◉ email\/address:mail +0\.92 {2}often called "mail"/);
    terminal.press(KEY.space, KEY.enter);
    const { exitCode, printed } = await terminal.end();
    expect(exitCode).toBe(0);
    expect(stripVTControlCharacters(printed)).toContain('create  src/records/friend.ts');
    const code = await readFile(join(folder, 'src/entities/friend.ts'), 'utf8');
    expect(code).toContain("map('last_name', 'surname')");
    expect(code).not.toContain("map('first_name'");
  });
});
