import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createDatabase } from '../../src/database.ts';
import type { Database, Throttle } from '../../src/engine/index.ts';
import { type CallLimits, createThrottle } from '../../src/throttle.ts';
import { createTestDatabase } from './database.ts';

/** One database, as two processes have it, for the tests of a file. No limit is in use when a test begins. */
export function twoProcesses() {
  let fresh: Awaited<ReturnType<typeof createTestDatabase>>;
  let other: Database;
  beforeAll(async () => {
    fresh = await createTestDatabase();
    other = createDatabase(fresh.url);
  });
  beforeEach(() => fresh.database.throttle.deleteMany());
  afterAll(async () => {
    await other.$disconnect();
    await fresh.remove();
  });
  return {
    databases: (): [Database, Database] => [fresh.database, other],
    url: () => fresh.url,
  };
}

/** A process that makes calls within limits. */
export function startProcess(
  limits: CallLimits,
  { database, patienceMs = 10_000 }: { database: Database; patienceMs?: number },
) {
  const [soon, now] = [new AbortController(), new AbortController()];
  const stop = { soon: soon.signal, now: now.signal };
  const throttle = createThrottle({ database, name: 'Acme', stop, patienceMs }, limits) as Throttle;
  return { throttle, end: () => now.abort() };
}

export const hour = 3_600_000;

/** Instants are kept by the millisecond, on either database. */
export const rounding = 2;
