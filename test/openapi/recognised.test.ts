import { expect, test } from 'vitest';
import { mostCommon, type Recognised } from '../../src/openapi/recognised.ts';

const common = (values: (string | undefined)[]) => {
  const things = values.map((value, at) => ({ value, name: `${value}${at}` }));
  const seen = ({ value }: { value: string | undefined }): Recognised<string> | undefined =>
    value === undefined ? undefined : { value, because: `it is ${value}` };
  return mostCommon(things, ({ name }) => name, seen);
};

test.each<[string, (string | undefined)[], string | undefined, string[]]>([
  ['what all say', ['a', 'a'], 'a', []],
  ['what most say, and who does not', ['a', 'b', 'a', undefined], 'a', ['b1', 'undefined3']],
  ['the earlier of two', ['a', 'b'], 'a', ['b1']],
  ['what half of them say, when the others say nothing', ['a', undefined], 'a', ['undefined1']],
])('%s is said of all', (_what, values, value, exceptions) => {
  expect(common(values)).toEqual({ value, because: `it is ${value}`, exceptions });
});

test.each([[[]], [[undefined]], [['a', undefined, undefined]]])('of %j nothing is said', (values) => {
  expect(common(values)).toBeUndefined();
});
