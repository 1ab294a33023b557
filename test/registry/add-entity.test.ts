import { describe, expect, test } from 'vitest';
import { addEntity, type Listing } from '../../src/registry/add-entity.ts';
import { UserError } from '../../src/user-error.ts';

const template = `import { Account } from './account.ts';
import { Contact } from './contact.ts';

/** What travels. */
export const entities = [new Account(), new Contact()];
`;

const invoice: Listing = { className: 'Invoice', module: './invoice', after: [], before: [] };
const add = (text: string, listing: Partial<Listing> = {}) => addEntity(text, { ...invoice, ...listing });

describe('the template’s own list', () => {
  test('gets an import in order and an item at the end', () => {
    expect(add(template)).toBe(`import { Account } from './account.ts';
import { Contact } from './contact.ts';
import { Invoice } from './invoice.ts';

/** What travels. */
export const entities = [new Account(), new Contact(), new Invoice()];
`);
    expect(add(template, { className: 'Bill', module: './bill' })).toContain(
      "account.ts';\nimport { Bill } from './bill.ts';\nimport { Contact }",
    );
  });

  test('is left as it is when the entity is there already', () => {
    const once = add(template);
    expect(add(once)).toBe(once);
  });

  test('has what refers to something behind it, and what is referred to before it', () => {
    expect(add(template, { after: ['Account'], before: ['Contact'] })).toContain(
      '[new Account(), new Invoice(), new Contact()]',
    );
    expect(add(template, { before: ['Account'] })).toContain('[new Invoice(), new Account(), new Contact()]');
    expect(add(template, { after: ['Contact'], before: ['Account'] })).toContain(
      '[new Account(), new Contact(), new Invoice()]',
    );
  });

  test('is broken into lines when one gets too long, as Biome would', () => {
    let text = template;
    for (const name of ['Payment', 'SalesOrder', 'StockAdjustment', 'TaxCode'])
      text = add(text, { className: name, module: `./${name.toLowerCase()}` });
    expect(text).toContain(
      'entities = [\n  new Account(),\n  new Contact(),\n  new Payment(),\n  new SalesOrder(),\n  new StockAdjustment(),\n  new TaxCode(),\n];',
    );
  });
});

// What comparable edits fell over: TypeScript (zapier/zapier-platform#434), spread elements
// (zapier/zapier-platform#1115), shorthand names (zapier/zapier-platform#1125), the ending of imports
// (zapier/zapier-platform#1123); all in zapier/zapier-platform#1150.
describe('what people make of the list survives', () => {
  const list = (array: string, head = "import { Account } from './account.ts';\n") =>
    `${head}\nexport const entities = ${array};\n`;
  const arrayOf = (text: string) => / entities(?:: [^=]+)? = ([\s\S]*);\n/.exec(text)?.[1];

  test.each([
    ['an empty list', '[]', '[new Invoice()]'],
    ['a spread', '[new Account(), ...others]', '[new Account(), ...others, new Invoice()]'],
    ['a name', '[account]', '[account, new Invoice()]'],
    ['a trailing comma', '[new Account(),]', '[new Account(), new Invoice(),]'],
    ['as const', '[new Account()] as const', '[new Account(), new Invoice()] as const'],
    ['satisfies', '[new Account()] satisfies Entity[]', '[new Account(), new Invoice()] satisfies Entity[]'],
    ['a call', '[make(Account, [1, 2])]', '[make(Account, [1, 2]), new Invoice()]'],
    ['an item with arguments', "[new Account({ name: ']' })]", "[new Account({ name: ']' }), new Invoice()]"],
    ['a comment in the line', '[new Account() /* first, */]', '[new Account(), new Invoice() /* first, */]'],
    [
      'lines',
      '[\n  new Account(),\n  ...others,\n]',
      '[\n  new Account(),\n  ...others,\n  new Invoice(),\n]',
    ],
    ['lines without a trailing comma', '[\n\tnew Account()\n]', '[\n\tnew Account(),\n\tnew Invoice()\n]'],
    [
      'a comment behind an item',
      '[\n  new Account(), // companies, first\n]',
      '[\n  new Account(), // companies, first\n  new Invoice(),\n]',
    ],
    [
      'a comment behind an item without a comma',
      '[\n  new Account() // companies\n]',
      '[\n  new Account(), // companies\n  new Invoice()\n]',
    ],
    [
      'a comment at the end',
      '[\n  new Account(),\n  // new Contact(),\n]',
      '[\n  new Account(),\n  new Invoice(),\n  // new Contact(),\n]',
    ],
    ['a comment on the bracket', '[ // in order\n]', '[ // in order\n  new Invoice(),\n]'],
  ])('%s', (_what, before, after) => {
    expect(arrayOf(add(list(before)))).toBe(after);
  });

  test('a comment above an item stays above it when something comes before', () => {
    const before = list('[\n  // companies\n  new Account(),\n]');
    expect(arrayOf(add(before, { before: ['Account'] }))).toBe(
      '[\n  new Invoice(),\n  // companies\n  new Account(),\n]',
    );
  });

  test('CRLF, a byte order mark, double quotes and missing semicolons', () => {
    const text =
      '\uFEFFimport { Account } from "./account.ts"\r\n\r\nexport const entities = [\r\n  new Account()\r\n]\r\n';
    expect(add(text)).toBe(
      '\uFEFFimport { Account } from "./account.ts"\r\nimport { Invoice } from "./invoice.ts"\r\n\r\nexport const entities = [\r\n  new Account(),\r\n  new Invoice()\r\n]\r\n',
    );
  });

  test('the ending that the other imports have, and their own order', () => {
    const text =
      "import { Z } from './z.js';\nimport { A } from './a.js';\nexport const entities = [new Z()];\n";
    expect(add(text)).toBe(
      "import { Z } from './z.js';\nimport { A } from './a.js';\nimport { Invoice } from './invoice.js';\nexport const entities = [new Z(), new Invoice()];\n",
    );
  });

  test('types, other declarations, and a list that is exported elsewhere', () => {
    const text =
      "import type { AnyEntity } from '../engine/index.ts';\nimport { Account } from './account.ts';\n\nconst others: string[] = ['entities = []'];\nconst entities: readonly AnyEntity<never>[] = [new Account()];\nexport { entities, others };\n";
    expect(add(text)).toBe(
      text
        .replace("'./account.ts';\n", "'./account.ts';\nimport { Invoice } from './invoice.ts';\n")
        .replace('[new Account()]', '[new Account(), new Invoice()]'),
    );
  });

  test('a file without imports', () => {
    expect(add('// ours\nexport const entities = [];\n')).toBe(
      "// ours\nimport { Invoice } from './invoice.ts';\n\nexport const entities = [new Invoice()];\n",
    );
  });

  test('an entity that is imported and was taken out of the list comes back', () => {
    const text = "import { Invoice } from './invoice.ts';\n\nexport const entities = [];\n";
    expect(add(text)).toBe(text.replace('[]', '[new Invoice()]'));
  });
});

describe('a class that is there already', () => {
  test.each([
    ['declared in the file', 'class Invoice {}\nexport const entities = [];', 'declared there'],
    [
      'imported from another file',
      "import { Invoice } from './bills.ts';\nexport const entities = [new Invoice()];",
      'it comes from ./bills.ts',
    ],
    [
      'the index of a folder that is called as the file',
      "import { Invoice } from './invoice/index.ts';\nexport const entities = [new Invoice()];",
      'it comes from ./invoice/index.ts',
    ],
  ])('is no reason to add another: %s', (_what, text, reason) => {
    expect(() => add(text)).toThrow(UserError);
    expect(() => add(text)).toThrow(`another Invoice already (${reason}): choose another name`);
  });
});

describe('nothing is touched where it is not sure', () => {
  test.each([
    ['what is not TypeScript', 'export const entities = [', 'cannot be parsed'],
    ['no list', 'export const list = [];', 'no "const entities = […]"'],
    ['a list that is made', 'export const entities = make();', 'not a plain list'],
    ['a list of a function', 'function f() { const entities = []; }', 'no "const entities = […]"'],
    ['a hole', 'export const entities = [, new A()];', 'hole'],
    [
      'an import of something else from the file',
      "import { invoiceMapper } from './invoice.ts';\nexport const entities = [];",
      'could not be proven',
    ],
  ])('%s', (_what, text, reason) => {
    expect(() => add(text)).toThrow(reason);
  });
});
