import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addEntity } from '../../src/registry/add-entity.ts';
import { removeEntity } from '../../src/registry/remove-entity.ts';

const invoice = { className: 'Invoice', module: './invoice' };
const remove = (text: string) => removeEntity(text, invoice);

test('the import and the item go, everything else stays', () => {
  const text = `import { Account } from './account.ts';
import { Invoice } from './invoice.ts';

// Ours
export const entities = [
  new Account(), // first
  // then
  new Invoice(),
  ...others,
] as const;
`;
  expect(remove(text)).toBe(`import { Account } from './account.ts';

// Ours
export const entities = [
  new Account(), // first
  // then
  ...others,
] as const;
`);
});

test('a comment on its line stays', () => {
  const text =
    "import { Invoice } from './invoice.ts';\n\nexport const entities = [\n  new Invoice(), // bills\n];\n";
  expect(remove(text)).toBe('export const entities = [\n  // bills\n];\n');
});

test('what is not there cannot be removed, and that is fine', () => {
  const text = 'export const entities = [];\n';
  expect(remove(text)).toBe(text);
});

test.each([
  ['is used twice', 'const first = new Invoice();\nexport const entities = [new Invoice(), first];'],
  ['is used otherwise', 'export const entities = [new Invoice(), Invoice.name];'],
  ['is not in the list', 'export const entities = [];'],
])('an entity that %s is left', (_how, code) => {
  expect(() => remove(`import { Invoice } from './invoice.ts';\n${code}\n`)).toThrow('in another way');
});

test('the entity of a folder that is called as the file is left', () => {
  const text = "import { Invoice } from './invoice/index.ts';\n\nexport const entities = [new Invoice()];\n";
  expect(() => remove(text)).toThrow('in another way');
});

test('an import that was extended is left', () => {
  const text =
    "import { Invoice, invoiceMapper } from './invoice.ts';\nexport const entities = [new Invoice()];\n";
  expect(() => remove(text)).toThrow('in another way');
});

const names = ['Account', 'Contact', 'Item', 'Journal', 'Opportunity', 'Payment', 'StockAdjustment', 'Zebra'];
const items = fc.uniqueArray(
  fc.constantFrom(...names.map((name) => `new ${name}()`), '...others', 'make(1, [2])'),
  {
    maxLength: 8,
  },
);

interface Style {
  items: string[];
  broken: boolean;
  trailing: boolean;
  comments: boolean;
  newline: string;
  quote: string;
}

const styles: fc.Arbitrary<Style> = fc.record({
  items,
  broken: fc.boolean(),
  trailing: fc.boolean(),
  comments: fc.boolean(),
  newline: fc.constantFrom('\n', '\r\n'),
  quote: fc.constantFrom("'", '"'),
});

function write({ items, broken, trailing, comments, newline, quote }: Style): string {
  const imports = items
    .flatMap((item) => /new (\w+)/.exec(item)?.[1] ?? [])
    .map((name) => `import { ${name} } from ${quote}./${name.toLowerCase()}.ts${quote};${newline}`);
  const lines = items.map((item, at) => {
    const comma = at < items.length - 1 || trailing ? ',' : '';
    return `${comments ? `  // item ${at}, [new X()]${newline}` : ''}  ${item}${comma}${comments ? ' // behind' : ''}`;
  });
  const list = broken
    ? `[${newline}${lines.join(newline)}${newline}]`
    : `[${items.join(', ')}${trailing && items.length > 0 ? ',' : ''}]`;
  return `${imports.join('')}${newline}export const entities = ${list};${newline}`;
}

test('adding and removing again leaves the list as it was, however it is written', () => {
  const positions = fc.record({ after: fc.subarray(names), before: fc.subarray(names) });
  fc.assert(
    fc.property(styles, positions, (style, position) => {
      const text = write(style);
      const added = addEntity(text, { ...invoice, ...position });
      expect(added).toContain('new Invoice()');
      const removed = remove(added);
      // A list without comments is written as Biome has it: on a line, if it fits.
      const keepsLines = style.broken ? style.comments && style.items.length > 0 : !/.{111}/.test(text);
      if (keepsLines) expect(withoutTrailing(removed)).toBe(withoutTrailing(text));
      else expect(squeezed(removed)).toBe(squeezed(text));
    }),
    { numRuns: 300 },
  );
});

// An empty list keeps no trailing comma, and one that fits on a line none either.
const withoutTrailing = (text: string) => text.replace(/,?(\s*)\];/, '$1];').replace(/^\s+/, '');
const squeezed = (text: string) => text.replace(/\s+/g, '').replace(/,\];/, '];');
