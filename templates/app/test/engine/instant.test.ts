import { expect, test } from 'vitest';
import { dateOf, instantOf } from '../../src/engine/instant.ts';

const instant = Date.UTC(2024, 0, 1, 10);

test.each([
  '2024-01-01T10:00:00Z',
  '2024-01-01T12:00:00+02:00',
  '2024-01-01T05:00:00.000-05:00',
  'Mon, 01 Jan 2024 10:00:00 GMT',
  new Date(instant),
  instant,
])('%s is one and the same instant (improvement 2.1)', (date) => {
  expect(instantOf(date)).toBe(instant);
  expect(dateOf(date)).toEqual(new Date(instant));
});

test.each(['2024-01-01T10:00:00', '2024-01-01 10:00', '2024-01-01T10:00:00.000'])(
  '%s names no zone and is UTC, whatever the zone of the machine',
  (date) => {
    const zone = process.env.TZ;
    process.env.TZ = 'America/New_York';
    try {
      expect(instantOf(date)).toBe(instant);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  },
);

test('a date without a time begins in UTC', () => {
  expect(instantOf('2024-01-01')).toBe(Date.UTC(2024, 0, 1));
});

test.each([null, undefined, '', 'yesterday', {}, Number.NaN, Number.MAX_VALUE, new Date(Number.NaN)])(
  '%s is no date: nobody knows (improvement 2.2)',
  (date) => {
    expect(instantOf(date)).toBeUndefined();
    expect(dateOf(date)).toBeNull();
  },
);
