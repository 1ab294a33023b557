import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Conversion, conversions } from '../../src/database/conversions.ts';
import { copyTable } from '../../src/database/copy-table.ts';
import type { Source } from '../../src/database/source.ts';
import type { Table } from '../../src/database/tables.ts';
import type { Target } from '../../src/database/target.ts';
import { UserError } from '../../src/user-error.ts';

const column = { name: 'word', type: 'text', conversion: conversions.text as Conversion };
const words: Table = { name: 'words', columns: [column], key: ['word'] };

/** A copy of two batches, in which the first one takes a while to be written. */
function copyOf(write: () => void, { read = () => {}, tell = () => {} }): Promise<void> {
  const source = {
    *batches() {
      yield { rows: [['one']], last: 1n };
      read();
      yield { rows: [['two']], last: 2n };
    },
  } as unknown as Source;
  const rows = async () => {
    await setImmediate();
    write();
    return [];
  };
  return copyTable({ source, target: { rows } as unknown as Target }, words, 0n, tell);
}

function fail(): never {
  throw new Error('the file is cut short');
}

test.each([
  ['the file cannot be read on', { read: fail }],
  ['nobody can be told how far it is', { tell: fail }],
])('when %s, the rows under way are written before the copy ends', async (_when, broken) => {
  let written = 0;
  await expect(copyOf(() => written++, broken)).rejects.toThrow('the file is cut short');
  expect(written).toBe(1);
});

test('when writing fails as well, the copy fails by that, and nothing is left unhandled', async () => {
  const lost = () => {
    throw new UserError('the connection was lost');
  };
  await expect(copyOf(lost, { read: fail })).rejects.toThrow('the connection was lost');
});
