import type { Lease } from './lease.ts';

/**
 * `fetch` for whoever holds the organization, and no longer. A call may have waited, for its turn or to be made again,
 * and the process may have stood still meanwhile: what it was to create, say, another run has created since.
 *
 * @param lease left out: nobody else is in the way.
 * @throws {LeaseLostError} instead of making the call.
 */
export function fencedFetch(plain: typeof fetch, lease?: Pick<Lease, 'check'>): typeof fetch {
  if (!lease) return plain;
  return async (...call) => {
    await lease.check();
    return plain(...call);
  };
}
