import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/engine/index.ts';
import { holdBack, reserve } from '../../src/throttle/slots.ts';
import { hour, rounding, twoProcesses } from '../support/throttled.ts';

const { databases } = twoProcesses();

describe('slots of time', () => {
  const take = (database: Database, { key = 'all', takesMs = hour, patienceMs = 10 * hour } = {}) =>
    reserve(database, { key, takesMs, patienceMs });

  /** How long ago it was asked for makes it that much sooner. */
  const expectAbout = (ms: number | undefined, expected: number) => {
    expect(ms).toBeLessThanOrEqual(expected + rounding);
    expect(ms).toBeGreaterThan(expected - hour / 2);
  };

  test('follow each other, whichever process takes them', async () => {
    const [one, other] = databases();
    expect(await take(one)).toBeLessThanOrEqual(rounding);
    expectAbout(await take(other), hour);
    expectAbout(await take(one), 2 * hour);
    expectAbout(await take(other), 3 * hour);
  });

  test('are taken by one of those who ask at the same moment', async () => {
    const taken = await Promise.all(
      [...databases(), ...databases(), ...databases()].map((each) => take(each)),
    );
    for (const [i, ms] of taken.sort((a = 0, b = 0) => a - b).entries()) expectAbout(ms, i * hour);
  });

  test('of one key are nothing to another one', async () => {
    await take(databases()[0], { key: 'account 1' });
    expect(await take(databases()[1], { key: 'account 2' })).toBeLessThanOrEqual(rounding);
  });

  test('in which nobody came are not saved up', async () => {
    await take(databases()[0], { takesMs: 1 });
    await databases()[0].throttle.updateMany({ data: { freeAt: new Date(Date.now() - hour) } });
    expect(await take(databases()[0])).toBeLessThanOrEqual(rounding);
    expectAbout(await take(databases()[1]), hour);
  });

  test('are not taken where they come too late', async () => {
    await take(databases()[0]);
    const before = await databases()[0].throttle.findMany();
    expect(await take(databases()[1], { patienceMs: hour / 2 })).toBeUndefined();
    expect(await databases()[0].throttle.findMany()).toEqual(before);
  });

  test('come later where the application was promised to be left alone, and never sooner', async () => {
    await holdBack(databases()[0], 'all', hour);
    expectAbout(await take(databases()[1]), hour);
    await holdBack(databases()[0], 'all', 1);
    expectAbout(await take(databases()[1]), 2 * hour);
  });
});
