import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../templates/app');
const tests = (await readdir(join(root, 'test'), { recursive: true })).filter((file) =>
  file.endsWith('.test.ts'),
);
const sources = await Promise.all(tests.map((file) => readFile(join(root, 'test', file), 'utf8')));
const readme = await readFile(join(root, 'src/engine/README.md'), 'utf8');
const leftOut = readme.slice(readme.indexOf('## Left out on purpose'));

const range = (first: number, last: number, prefix = '') =>
  Array.from({ length: last - first + 1 }, (_, i) => `${prefix}${first + i}`);

/** "contract 86, 116" and "contract 118 to 127" in the names of tests. */
function cited(kind: RegExp): Set<string> {
  const rows = new Set<string>();
  for (const [citation] of sources.join('\n').matchAll(kind))
    for (const [, first = '', last] of citation.matchAll(/(\d+(?:\.\d+)?)(?: to (\d+))?/g))
      for (const row of last ? range(Number(first), Number(last)) : [first]) rows.add(row);
  return rows;
}

function explained(row: string): boolean {
  return leftOut
    .split('\n')
    .some((line) => (/^\| ([\d., ]+) \|/.exec(line)?.[1] ?? '').split(', ').includes(row));
}

test('every row of the contract of what runs has a test that names it, or a reason in the README', () => {
  const rows = range(46, 295);
  const tested = cited(/contract [\d., to]+/g);
  expect(rows.filter((row) => !tested.has(row) && !explained(row))).toEqual([]);
});

test('so has every improvement of the engine and of the web side', () => {
  const engine = [...range(1, 18, '1.'), ...range(1, 22, '2.'), ...range(1, 12, '4.'), ...range(1, 10, '5.')];
  const web = [...range(1, 10, '3.'), ...range(1, 12, '6.'), ...range(1, 14, '7.')];
  const rows = [...engine, ...web, '8.1', '8.2', '8.3', '8.10', '8.16'];
  const tested = cited(/improvements? [\d., to]+/g);
  expect(rows.filter((row) => !tested.has(row) && !explained(row))).toEqual([]);
});

test('nothing is explained away that is tested', () => {
  const rows = range(46, 295);
  const tested = cited(/contract [\d., to]+/g);
  expect(rows.filter((row) => tested.has(row) && explained(row))).toEqual([]);
});

/** What users of the original met over the years, and the test, or a word of its name, that keeps it away. */
test.each([
  ['special characters are broken by the database', 'plain'],
  ['timeouts of the hub fail the run at once', 'a timeout is tried three times'],
  ['the next page is read from the wrong place', 'pages are followed to their end'],
  [
    'creation mapper used for updates that come from external',
    'the creation mapper is for what the other side has never seen',
  ],
  [
    'historical data chosen, the first run fails, later ones are filtered',
    'sharing it later takes what was held back',
  ],
  ['a failed first run moves the date', 'that fails is a first run again'],
  ['names of complex entities had to be in one format', 'a resource is known as %j too'],
  ['no trace when a direction is off', 'why a record does not travel, are told at debug'],
  ['log lines without the organization of the platform', 'every line says whose it is'],
  ['creation-only defaults and context impossible in mappers', 'a hook is given the organization'],
  ['updating a record that was deleted in external fails for ever', 'a record that is gone is left alone'],
  ['an infinite loop in the first run', 'a page that names itself as the next one'],
  ['ids of parts are lost', 'get the ids of the application in the hub'],
  ['parts with equal names are impossible', 'each part keeps its own id maps'],
  ['a version cached across tenants', 'asked once a day per tenant'],
  ['pushes of one entity out of order', 'pushes of one organization run one after the other'],
  ['a first run fetches everything at once', 'a run holds two pages'],
  ['the wrong old runs are deleted', 'keeps a hundred rows per organization'],
  ['tokens in clear text', 'stores the account, and its tokens encrypted'],
  ['a new id map at each retry', 'a record that is renamed after a failed creation'],
  ['options leak from one entity to the next', 'the next does not see'],
  ['integer ids are not folded', 'numbers and text are the same id'],
  ['a singleton is a bare object', 'a singleton is a list of one'],
  ['an organization is not unique', 'an organization is one per tenant'],
  ['no filter in notifications', 'takesFromConnec narrows'],
  ['long messages crash the database', 'cut to 255 characters'],
  ['a run that a person asks for is stopped by recovery', 'unless a person asks for it'],
  ['recovery stays on after a success', 'got through, are no recovery'],
  ['inactive records go on travelling', 'an external record that is created inactive'],
  ['hooks are missing in some ways in', 'one client, one pair of hooks'],
  ['the date filter has no time', 'asks the hub for what was changed since'],
  ['conflicts are matched on a literal id', 'though the hub does not know its id'],
  ['an id is handed back as a bare object', 'an accepted record gets its hub id'],
  ['id maps are doubled by capital letters', 'id maps carry both names in small letters'],
  ['a reference that is plain text crashes', 'plain text'],
  ['two organizations without an account collide', 'get in each other’s way'],
  ['an empty body of the hub crashes later', 'an answer of %j is no page'],
  ['a notification of an unknown organization raises', 'an organization that is %s is left alone'],
])('%s: not here', (_fault, name) => {
  expect(sources.some((source) => source.includes(name))).toBe(true);
});

test('the README names every file of the engine', async () => {
  const files = (await readdir(join(root, 'src/engine'))).filter((file) => file.endsWith('.ts'));
  const missing = files.filter((file) => !readme.includes(`\`${file.replace('.ts', '')}\``));
  expect(missing).toEqual([]);
});
