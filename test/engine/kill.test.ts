import { expect, test } from 'vitest';
import { createTestDatabase } from '../../templates/app/test/support/database.ts';
import { killTest } from './kill/plan.ts';

/** The long form is `npm run kill -- --times 200`. */
test('a process that is killed leaves nothing lost and nothing doubled', async () => {
  const { database, url, remove } = await createTestDatabase();
  const settings = {
    database,
    databaseUrl: url,
    keys: false,
    conflicts: 'newest' as const,
    random: drawn(7),
  };
  const report = await killTest(4, settings);
  await remove();
  expect(report.problems).toEqual([]);
  expect(report.kills).toBe(4);
}, 600_000);

/** Numbers from 0 to 1 that are the same every time. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
