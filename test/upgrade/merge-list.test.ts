import { expect, test } from 'vitest';
import { mergeList } from '../../src/upgrade/merge-list.ts';

/** A list of entities, as it is generated; `between` stands before the list. */
function listOf(names: readonly string[], between = '/** What travels. */'): string {
  const imports = [...names].sort().map((name) => `import { ${name} } from './${name.toLowerCase()}.ts';\n`);
  return `${imports.join('')}\n${between}\nexport const entities = [${names.map((name) => `new ${name}()`).join(', ')}];\n`;
}

const base = listOf(['Account', 'Contact']);

test.each([
  [
    'both added one at the same place',
    ['Account', 'Contact', 'Item'],
    ['Account', 'Contact', 'Note'],
    'Account Contact Item Note',
  ],
  ['one was added, another taken away', ['Account', 'Contact', 'Item'], ['Account'], 'Account Item'],
  [
    'what the project took away stays away',
    ['Contact', 'Item'],
    ['Account', 'Contact', 'Note'],
    'Contact Item Note',
  ],
  [
    'both added the same',
    ['Account', 'Contact', 'Item', 'Note'],
    ['Account', 'Contact', 'Note'],
    'Account Contact Item Note',
  ],
  [
    'a new one comes before what follows it there',
    ['Account', 'Item', 'Contact'],
    ['Note', 'Account', 'Contact'],
    'Note Account Item Contact',
  ],
])('%s: the entries are put together', (_what, ours, theirs, expected) => {
  expect(mergeList(base, listOf(ours), listOf(theirs))).toBe(listOf(expected.split(' ')));
});

test('what else was changed on one side comes along', () => {
  const note = '// Ours come first.';
  const ours = listOf(['Account', 'Contact', 'Item']);
  const theirs = listOf(['Account', 'Contact', 'Note']);
  const both = ['Account', 'Contact', 'Item', 'Note'];
  expect(mergeList(base, ours.replace('/** What travels. */', note), theirs)).toBe(listOf(both, note));
  expect(mergeList(base, ours, theirs.replace('/** What travels. */', note))).toBe(
    listOf(['Account', 'Contact', 'Note', 'Item'], note),
  );
});

test('a list over several lines stays one, with its line ends', () => {
  const ours = 'export const entities = [\n  new Account(), // first\n  new Contact(),\n  new Item(),\n];\n';
  const whole = `${listOf(['Account', 'Contact', 'Item']).split('export')[0]}${ours}`.replaceAll(
    '\n',
    '\r\n',
  );
  const merged = mergeList(base, whole, listOf(['Account', 'Contact', 'Note']));
  expect(merged).toContain('  new Contact(),\r\n  new Item(),\r\n  new Note(),\r\n];\r\n');
  expect(merged).toContain('new Account(), // first\r\n');
});

test.each([
  [
    'both changed something else',
    listOf(['Account', 'Item'], '// mine'),
    listOf(['Account', 'Note'], '// yours'),
  ],
  [
    'one name stands for two things',
    listOf(['Account', 'Contact', 'Note']).replace('./note', './mine'),
    listOf(['Account', 'Contact', 'Note']),
  ],
  [
    'the project has another order, and so has the template',
    listOf(['Contact', 'Account', 'Item'], '// mine'),
    listOf(['Contact', 'Account', 'Note']),
  ],
  [
    'it is no list any more',
    `${base.split('export')[0]}export const entities = all();\n`,
    listOf(['Account', 'Note']),
  ],
])('%s: that is left to a person', (_what, ours, theirs) => {
  expect(mergeList(base, ours, theirs)).toBeUndefined();
});
