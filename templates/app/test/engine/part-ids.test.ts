import { expect, test } from 'vitest';
import { newPartIds } from '../../src/engine/part-ids.ts';
import { parsePath } from '../../src/engine/path.ts';

const ours = { provider: 'memory', realm: 'memory-1' };
const hub = (id: string) => ({ id, provider: 'connec', realm: 'org-1' });
const own = (id: string) => ({ id, ...ours });
const other = (id: string) => ({ id, provider: 'else', realm: 'r' });
const paths = (...texts: string[]) => texts.map(parsePath);

test('the ids of both sides are put together, the hub first (contract 133)', () => {
  const connec = { lines: [{ id: [hub('a'), other('x')], text: 'one' }] };
  const answer = { lines: [{ id: [own('1')], text: 'one' }] };
  expect(newPartIds(connec, answer, paths('lines/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), other('x'), own('1')] }],
  });
});

test('parts that the hub knows by our id are paired by it, the rest by position (improvement 1.11)', () => {
  const connec = {
    lines: [
      { id: [hub('a'), own('1')] },
      { id: [hub('b')] },
      { id: [hub('c'), own('3')] },
      { id: [hub('d')] },
    ],
  };
  const answer = {
    lines: [{ id: [own('3')] }, { id: [own('2')] }, { id: [own('1')] }, { id: [own('4')] }],
  };
  expect(newPartIds(connec, answer, paths('lines/id'), ours)).toEqual({
    lines: [
      { id: [hub('a'), own('1')] },
      { id: [hub('b'), own('2')] },
      { id: [hub('c'), own('3')] },
      { id: [hub('d'), own('4')] },
    ],
  });
});

test('where nothing is new, nothing is sent (improvement 2.9)', () => {
  const connec = { lines: [{ id: [hub('a'), own('1')] }] };
  expect(newPartIds(connec, { lines: [{ id: [own('1')] }] }, paths('lines/id'), ours)).toBeUndefined();
  expect(newPartIds(connec, {}, paths('lines/id'), ours)).toBeUndefined();
  expect(newPartIds({}, { lines: [{ id: [own('1')] }] }, paths('lines/id'), ours)).toBeUndefined();
});

test('a part without an id is left out, so that nothing is blanked (improvement 2.10)', () => {
  const connec = { lines: [{ id: [hub('a')] }, { text: 'no id' }] };
  const answer = { lines: [{ id: [own('1')] }, { id: [own('2')] }] };
  expect(newPartIds(connec, answer, paths('lines/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), own('1')] }],
  });
});

test('an answer without a list changes nothing of that list (contract 133)', () => {
  const connec = { lines: [{ id: [hub('a')] }], notes: [{ id: [hub('n')] }] };
  const answer = { notes: [{ id: [own('9')] }] };
  expect(newPartIds(connec, answer, paths('lines/id', 'notes/id'), ours)).toEqual({
    lines: [{ id: [hub('a')] }],
    notes: [{ id: [hub('n'), own('9')] }],
  });
});

test('parts of parts are paired below their own (contract 129, 130)', () => {
  const connec = { lines: [{ id: [hub('a'), own('1')], linked: [{ id: [hub('l')] }] }] };
  const answer = { lines: [{ id: [own('1')], linked: [{ id: [own('7')] }] }] };
  expect(newPartIds(connec, answer, paths('lines/id', 'lines/linked/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), own('1')], linked: [{ id: [hub('l'), own('7')] }] }],
  });
});

test('more or fewer parts in the answer than in the hub are no harm', () => {
  const connec = { lines: [{ id: [hub('a')] }, { id: [hub('b')] }] };
  expect(newPartIds(connec, { lines: [{ id: [own('1')] }] }, paths('lines/id'), ours)).toEqual({
    lines: [{ id: [hub('a'), own('1')] }, { id: [hub('b')] }],
  });
});
