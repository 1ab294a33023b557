import { randomUUID } from 'node:crypto';
import type { Engine } from './engine.ts';
import { RunError } from './errors.ts';

/** How long a run may be silent before another may take its place; it renews well before. */
const leaseMs = 2 * 60 * 1000;

/** The right to write to an organization, for as long as it is renewed in time. */
export interface Lease {
  /** @throws {RunError} when another run has taken the place of this one: it was silent for too long. */
  check(): void;
}

/**
 * Does `work` while holding the organization, so that one run at a time writes to it, whatever process it is in.
 * A run that died stops renewing, and its lease runs out (improvement 5.2, 5.3).
 *
 * @returns what `work` returns, or 'busy' when another run holds the organization.
 */
export async function withLease<T>(
  engine: Engine,
  organizationId: number,
  work: (lease: Lease) => Promise<T>,
): Promise<T | 'busy'> {
  const owner = randomUUID();
  if (!(await take(engine, organizationId, owner))) return 'busy';
  let held = true;
  const heartbeat = setInterval(async () => {
    held &&= await renew(engine, organizationId, owner);
  }, leaseMs / 4);
  const check = () => {
    if (!held) throw new RunError('Another run has taken over: this one was silent for too long');
  };
  try {
    return await work({ check });
  } finally {
    clearInterval(heartbeat);
    await engine.database.organization.updateMany({
      where: { id: organizationId, leaseOwner: owner },
      data: { leaseOwner: null, leaseExpiresAt: null },
    });
  }
}

async function take(engine: Engine, organizationId: number, owner: string): Promise<boolean> {
  const free = [{ leaseOwner: null }, { leaseExpiresAt: { lt: engine.now() } }];
  const { count } = await engine.database.organization.updateMany({
    where: { id: organizationId, OR: free },
    data: { leaseOwner: owner, leaseExpiresAt: expiry(engine) },
  });
  return count === 1;
}

/** @returns whether it is still ours. A database that does not answer leaves that open. */
async function renew(engine: Engine, organizationId: number, owner: string): Promise<boolean> {
  try {
    const { count } = await engine.database.organization.updateMany({
      where: { id: organizationId, leaseOwner: owner },
      data: { leaseExpiresAt: expiry(engine) },
    });
    return count === 1;
  } catch (error) {
    engine.log.warn({ err: error, organizationId }, 'the lease could not be renewed');
    return true;
  }
}

const expiry = (engine: Engine) => new Date(engine.now().getTime() + leaseMs);
