import { describe, expect, test } from 'vitest';
import type { FieldType } from '../../src/connec/resources.ts';
import { anything, type Schema } from '../../src/description/schema.ts';
import { pairChoices } from '../../src/matching/choices.ts';
import { lossesOf } from '../../src/matching/losses.ts';

function losses(
  type: FieldType,
  schema: Partial<Schema>,
  more: { isRequired?: boolean; isReadOnly?: boolean; isInList?: boolean; choices?: string[] } = {},
): string[] {
  const { choices, ...flags } = more;
  const field = {
    path: 'x',
    isRequired: false,
    isReadOnly: false,
    isWriteOnly: false,
    isInList: false,
    ...flags,
  };
  const found = lossesOf(type, { ...field, schema: { ...anything, ...schema } }, choices);
  return found.map(({ kind, text }) => `${kind}: ${text}`);
}

describe('what is lost between two fields is said', () => {
  test.each<[FieldType, Partial<Schema>, string[]]>([
    ['text', { kind: 'text' }, []],
    ['text', { kind: 'text', maxLength: 40 }, ['length: at most 40 characters']],
    ['text', { kind: 'text', maxLength: 4000 }, []],
    ['text', { kind: 'number' }, ['type: only text that is a number']],
    ['number', { kind: 'number', isWhole: true }, ['type: whole numbers only']],
    ['number', { kind: 'text' }, ['type: only text that is a number comes back']],
    ['date', { kind: 'text', format: 'date' }, ['type: no time of day']],
    ['date', { kind: 'text', format: 'date-time' }, []],
    ['date', { kind: 'text' }, ['type: only text that is a date comes back']],
    ['boolean', { kind: 'text', choices: ['yes', 'no'] }, ['type: only true and false come back']],
    ['text', { kind: 'text', choices: ['a', 'b'] }, ['enum: only a, b']],
    ['text', { kind: 'text', choices: [...'abcdefg'] }, ['enum: only a, b, c, d, e and others']],
    ['id', { kind: 'number', isWhole: true }, []],
  ])('%s and %j', (type, schema, expected) => {
    expect(losses(type, schema)).toEqual(expected);
  });

  test('so is what a record needs, unless the application sets it itself', () => {
    expect(losses('text', { kind: 'text' }, { isRequired: true })).toEqual([
      'nullability: must not be empty',
    ]);
    expect(losses('text', { kind: 'text' }, { isRequired: true, isReadOnly: true })).toEqual([]);
  });

  test('so is what only the first of a list has', () => {
    expect(losses('text', { kind: 'text' }, { isInList: true })).toEqual(['type: only the first of a list']);
  });

  test('between two lists of values, what has nothing on the other side', () => {
    const choices = ['DRAFT', 'AUTHORISED', 'PAID'];
    expect(losses('text', { kind: 'text', choices: ['draft', 'paid', 'overdue'] }, { choices })).toEqual([
      'enum: nothing there for AUTHORISED and nothing here for overdue',
    ]);
    expect(losses('text', { kind: 'text', choices: ['draft', 'approved', 'paid'] }, { choices })).toEqual([]);
  });
});

describe('values that say the same', () => {
  test('are found by the same word, however it is written, and by what it is usually called', () => {
    expect(pairChoices(['DRAFT', 'SUBMITTED', 'VOIDED'], ['Draft', 'sent', 'cancelled', 'late'])).toEqual({
      toExternal: { DRAFT: 'Draft', SUBMITTED: 'sent', VOIDED: 'cancelled' },
      toConnec: { Draft: 'DRAFT', sent: 'SUBMITTED', cancelled: 'VOIDED', late: undefined },
    });
  });

  test('are the likeliest where there are several', () => {
    const { toExternal, toConnec } = pairChoices(['SUBMITTED', 'AUTHORISED'], ['open', 'approved']);
    expect(toExternal).toEqual({ SUBMITTED: 'open', AUTHORISED: 'approved' });
    expect(toConnec).toEqual({ open: 'SUBMITTED', approved: 'AUTHORISED' });
  });
});
