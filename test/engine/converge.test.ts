import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { createTestDatabase } from '../../templates/app/test/support/database.ts';
import { converge } from './converge/converge.ts';
import { history } from './converge/history.ts';

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.remove());

/** The long form is `npm run converge -- --runs N --seed S`. */
test('whatever happens and fails, both sides become equal in two runs, and the third writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(history, (one) => converge(testDatabase.database, one)),
    { numRuns: 20, seed: 20260101 },
  );
}, 600_000);
