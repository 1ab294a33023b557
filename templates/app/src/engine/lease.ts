import { randomUUID } from 'node:crypto';
import type { Engine } from './engine.ts';

/** How long a run may be silent before another may take its place; it renews well before. */
const leaseMs = 2 * 60 * 1000;

/**
 * Does `work` while holding the organization, so that one run at a time writes to it, whatever process it is in.
 * A run that died stops renewing, and its lease runs out (improvement 5.2, 5.3).
 *
 * @returns what `work` returns, or 'busy' when another run holds the organization.
 */
export async function withLease<T>(
  engine: Engine,
  organizationId: number,
  work: () => Promise<T>,
): Promise<T | 'busy'> {
  const owner = randomUUID();
  if (!(await take(engine, organizationId, owner))) return 'busy';
  const heartbeat = setInterval(() => renew(engine, organizationId, owner), leaseMs / 4);
  try {
    return await work();
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

async function renew(engine: Engine, organizationId: number, owner: string): Promise<void> {
  await engine.database.organization
    .updateMany({
      where: { id: organizationId, leaseOwner: owner },
      data: { leaseExpiresAt: expiry(engine) },
    })
    .catch((error: unknown) =>
      engine.log.warn({ err: error, organizationId }, 'the lease could not be renewed'),
    );
}

const expiry = (engine: Engine) => new Date(engine.now().getTime() + leaseMs);
