import { describe, expect, test } from 'vitest';
import { conversions } from '../../src/database/conversions.ts';
import { instantOf } from '../../src/database/instant.ts';

describe('what SQLite keeps', () => {
  test.each([
    ['int4', 2147483647n, '2147483647'],
    ['int4', 2147483648n, undefined],
    ['int4', 'seven', undefined],
    ['int8', -9223372036854775808n, '-9223372036854775808'],
    ['bool', 1n, 'true'],
    ['bool', 2n, undefined],
    ['timestamp', '2026-01-31T10:00:00.123+02:00', '2026-01-31 08:00:00.123'],
    ['timestamp', '2026-01-31 10:00:00', '2026-01-31 10:00:00.000'],
    ['timestamp', 1769853600123n, '2026-01-31 10:00:00.123'],
    ['timestamp', 'yesterday', undefined],
    ['jsonb', '{"b":1}', '{"b":1}'],
    ['jsonb', 1.5, '1.5'],
    ['jsonb', '{b:1}', undefined],
    ['text', new Uint8Array([1]), undefined],
    ['bytea', new Uint8Array([0, 255]), '\\x00ff'],
  ])('becomes what %s is written as: %s', (type, value, text) => {
    expect(conversions[type]?.write(value)).toBe(text);
  });

  test.each([
    ['numeric', '1.50e2', '150.000'],
    ['numeric', '-0.00', '0'],
    ['numeric', '1e-7', '0.0000001000'],
    ['float8', '1e+15', '1000000000000000'],
    ['jsonb', '{"b":1,"a":{"d":[],"c":2.0}}', '{"a": {"c": 2, "d": []}, "b": 1}'],
  ])('is the same in %s however it is written: %s, %s', (type, one, other) => {
    const canonical = conversions[type]?.canonical;
    expect(canonical?.(one)).toBe(canonical?.(other));
    expect(canonical?.(one)).not.toBe(canonical?.('7'));
  });

  test('is in UTC where no zone is named', () => {
    expect(instantOf('2026-01-31').toISOString()).toBe('2026-01-31T00:00:00.000Z');
  });
});
