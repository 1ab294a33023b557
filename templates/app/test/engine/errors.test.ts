import { expect, test } from 'vitest';
import {
  messageOf,
  RecordError,
  RecordNotFoundError,
  RunError,
  UnauthorizedError,
} from '../../src/engine/errors.ts';

test.each([RecordError, RecordNotFoundError, RunError, UnauthorizedError])('%s says its own name', (Kind) => {
  const cause = new Error('below');
  expect(new Kind('refused', { cause })).toMatchObject({ name: Kind.name, message: 'refused', cause });
});

test('a record that is gone is an error of the record; a lost access is one of the run', () => {
  expect(new RecordNotFoundError()).toBeInstanceOf(RecordError);
  expect(new UnauthorizedError()).toBeInstanceOf(RunError);
  expect(new UnauthorizedError()).not.toBeInstanceOf(RecordError);
});

test('the message of anything thrown is text', () => {
  expect(messageOf(new TypeError('no such thing'))).toBe('no such thing');
  expect(messageOf('plain')).toBe('plain');
  expect(messageOf(undefined)).toBe('undefined');
});
