import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resourceOf } from '../../src/connec/resources.ts';
import type { Described } from '../../src/description/described.ts';
import { fieldsOf } from '../../src/description/fields.ts';
import type { Place } from '../../src/description/pointer.ts';
import type { Description } from '../../src/description/read.ts';
import { readSchema } from '../../src/description/schema.ts';
import { planEntity } from '../../src/generators/entity.ts';
import { formatPair, overlap, type Pair } from '../../src/generators/pair.ts';
import { fixture } from '../support/description.ts';
import { linkPackages } from '../support/linked-packages.ts';
import { runTool, scaffoldForFile } from '../support/tool.ts';

const patient = 180_000;
const invented = 30;

const sample = {
  data: [
    {
      id: 'i1',
      sku: 'L-1',
      title: 'Lantern',
      price: 12.5,
      cost: null,
      stock: 3,
      active: true,
      sold: '2024-05-06',
    },
    {
      id: 'i2',
      sku: 'L-2',
      title: 'Lamp',
      price: 20,
      cost: 8,
      stock: 0,
      active: true,
      variants: [{ size: 'L' }],
    },
  ],
  meta: { total: 2 },
};

/** Entities from a description in YAML, one in JSON, and a sample; and many from descriptions that chance made. */
describe('a project whose entities come from descriptions', { timeout: patient }, () => {
  let folder: string;
  let remove: () => Promise<void>;
  const said: Record<string, string> = {};
  const run = (program: string, parameters: string[]) =>
    execa(join(folder, 'node_modules/.bin', program), parameters, { cwd: folder, reject: false, all: true });

  beforeAll(async () => {
    ({ folder, remove } = await scaffoldForFile());
    await linkPackages(folder);
    await writeFile(join(folder, 'products.json'), JSON.stringify(sample));
    for (const name of ['contact', 'account']) await connector(['destroy', 'entity', name]);
    const from = (file: string) => ['--from', `${fixture(file)}`];
    await connector(['g', 'entity', 'account', ...from('crm.yaml'), '--connec', 'organization']);
    await connector(['g', 'entity', 'contact', ...from('crm.yaml#Contact'), '--connec', 'person']);
    await connector([
      ...['g', 'entity', 'invoice', 'transaction_number:number', 'private_note:extra'],
      ...from('billing.json#/components/schemas/Invoice'),
    ]);
    await connector(['g', 'entity', 'product', '--sample', 'products.json', '--connec', 'item']);
    for (const files of await inventEntities()) await write(files);
    await connector(['client']);
  }, patient);
  afterAll(() => remove());

  async function connector(words: string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await runTool('connector', words, { cwd: folder });
    if (exitCode !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
    said[words[2] as string] = stdout;
  }

  async function write(files: ReadonlyMap<string, string | Buffer>): Promise<void> {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }

  test('is told what was found, by what, and what is lost', () => {
    expect(said.contact).toContain(
      'found  birth_date:dateOfBirth  0.92  often called "date of birth"; lossy: no time of day',
    );
    expect(said.contact).toContain('organization_id:accountId@organization  1.00  the id of a record that');
    expect(said.contact).toContain('note  Acme takes no record without lifecycle');
    expect(said.invoice).toContain('found  transaction_number:number  1.00  as given');
    expect(said.product).toContain('found  sale_price/net_amount:price  0.92  often called "price"');
  });

  test('is typed', async () => {
    expect((await run('tsc', [])).all).toBe('');
  });

  test('is in good style', async () => {
    const paths = ['src/entities', 'src/records', 'test/entities'];
    const { all } = await run('biome', ['check', '--error-on-warnings', ...paths]);
    expect(all).toMatch(/No fixes applied\.$/);
  });

  test('passes the tests that came with them', async () => {
    const { all, exitCode } = await run('vitest', ['run', 'test/entities', '--reporter=dot']);
    expect(exitCode, all).toBe(0);
    expect(stripVTControlCharacters(all ?? '')).toContain(`Test Files  ${invented + 4} passed`);
  });

  test('knows of their records when they are taken back', async () => {
    const { stdout } = await runTool('connector', ['destroy', 'entity', 'product'], { cwd: folder });
    expect(stdout).toContain('remove  src/records/product.ts');
  });
});

const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z_]{1,14}$/);
const name = fc.oneof(
  word,
  word,
  fc.tuple(word, word).map(([one, other]) => `${one}-${other}'s`),
  fc.constantFrom('@type', 'class', 'first name', 'é', '2nd', 'default', '$ref2', 'a"b', 'toString'),
);
const texts = fc.uniqueArray(fc.oneof(word, fc.string({ minLength: 1, maxLength: 8 })), {
  minLength: 1,
  maxLength: 9,
});
const leaf = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean') }),
  fc.record({ type: fc.constant('string'), format: fc.constantFrom('date', 'date-time', 'uuid', 'email') }),
  fc.record({ type: fc.constant('integer'), format: fc.constant('unix-time') }),
  fc.record({ enum: texts }),
  fc.record({ enum: fc.uniqueArray(fc.integer({ min: -99, max: 999 }), { minLength: 1, maxLength: 12 }) }),
  fc.constantFrom(
    { enum: ['draft', 'sent', 'paid', 'void'] },
    { enum: ['sale', 'purchase'] },
    { enum: ['10', '20'] },
  ),
  fc.constantFrom({ type: 'object' }, {}, { type: ['string', 'integer'] }),
);
const said = fc.record(
  { nullable: fc.boolean(), readOnly: fc.boolean(), writeOnly: fc.boolean(), maxLength: fc.nat(300) },
  { requiredKeys: [] },
);
const property = fc.letrec<{ any: object }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(leaf, said).map(([one, other]) => ({ ...one, ...other })),
    fc
      .tuple(tie('any'), said)
      .map(([items, other]) => ({ type: 'array', items, nullable: other.nullable === true })),
    fc
      .tuple(fc.dictionary(name, tie('any'), { minKeys: 1, maxKeys: 4 }), fc.boolean())
      .map(([properties, isAll]) => ({
        properties,
        nullable: isAll,
        required: isAll ? Object.keys(properties) : [],
      })),
  ),
})).any;
const record = fc
  .dictionary(name, property, { minKeys: 6, maxKeys: 14 })
  .map((properties) => ({ type: 'object', properties, required: Object.keys(properties).slice(0, 3) }));
const shuffled = (list: readonly string[]) => fc.shuffledSubarray([...list], { minLength: list.length });

/** What is planned for records that chance made, with lines between any fields that can be mapped. */
async function inventEntities(): Promise<ReadonlyMap<string, string | Buffer>[]> {
  const resources = ['person', 'invoice', 'item', 'event', 'employee'];
  const fields = resources.map(
    (connec) => resourceOf(collections[connec] ?? '')?.fields.map(({ path }) => path) ?? [],
  );
  const drawn = fc.sample(
    fc.nat(resources.length - 1).chain((at) => fc.tuple(fc.constant(at), record, shuffled(fields[at] ?? []))),
    { numRuns: invented, seed: 7 },
  );
  const plans = drawn.map(async ([at, schema, paths], index) => {
    const described = { source: 'chance.json', schema: readSchema(...inMemory(schema)), isSample: false };
    return plan(`invented ${words[index % words.length]} ${index}`, resources[at] ?? '', paths, described);
  });
  return Promise.all(plans);
}

function inMemory(value: unknown): [Description, Place] {
  const file = '/chance.json';
  return [
    { file, files: new Map([[file, value]]) },
    { file, pointer: '', value },
  ];
}

const words = ['thing', 'very long name of a thing', 'thing that has an even longer name'];
const collections: Record<string, string> = {
  person: 'people',
  invoice: 'invoices',
  item: 'items',
  event: 'events',
  employee: 'employees',
};

async function plan(name: string, connec: string, paths: readonly string[], described: Described) {
  const pairs: Pair[] = [];
  for (const [index, { path }] of fieldsOf(described.schema).entries()) {
    const pair = { connec: paths[index % paths.length] ?? '', external: path };
    if (pairs.some((other) => overlap(other.connec, pair.connec) || overlap(other.external, pair.external)))
      continue;
    if (await isPlanned(name, connec, [pair], described)) pairs.push(pair);
  }
  return planned(name, connec, pairs, described);
}

async function isPlanned(
  name: string,
  connec: string,
  pairs: Pair[],
  described: Described,
): Promise<boolean> {
  return planned(name, connec, pairs, described).then(
    () => true,
    (error: Error) => {
      if (error.name === 'UserError') return false;
      throw error;
    },
  );
}

async function planned(name: string, connec: string, pairs: Pair[], described: Described) {
  const surroundings = {
    folder: '/nowhere',
    application: "O'Brien & Söhne",
    idType: 'number',
    entities: [],
    described,
  };
  const { files } = await planEntity({ name, connec, pairs: pairs.map(formatPair) }, surroundings as never);
  return files;
}
