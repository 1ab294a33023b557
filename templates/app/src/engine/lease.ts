import { randomUUID } from 'node:crypto';
import { isPostgres, type Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError } from './errors.ts';
import { settleWritePages } from './settle-write-pages.ts';
import { isStopped, StoppedError } from './stop.ts';

/** How long a run may be silent before another may take its place. */
const leaseMs = 2 * 60 * 1000;

/** It renews this often: so soon, too, it finds out that its lease was taken away. */
const heartbeatMs = 15_000;

/** The right to write to an organization, for as long as it is renewed in time. */
export interface Lease {
  /** Who holds it: id maps and watermarks are only saved while the database says so too. */
  readonly owner: string;
  /** As it was when the lease was taken: what was read before may be out of date. */
  readonly organization: Organization;
  /** Hub records that external may have, and whose id maps the database refuses: see write-pages.ts. */
  readonly unsaved: Set<string>;
  /**
   * To be asked before anything is written. Costs a statement only where the lease was not renewed for a minute.
   *
   * @throws {LeaseLostError} when the organization is not ours any more, or the database has not said so in time.
   * @throws {StoppedError} when everything is to be left where it stands.
   */
  check(): Promise<void>;
  /** The same, and asks the database in any case. */
  confirm(): Promise<void>;
  /** Nobody waits for this work, and it may still write: the organization is not given back before it has ended. */
  leave(work: Promise<unknown>): void;
}

/**
 * Does `work` while holding the organization, so that one run at a time writes to it, whatever process it is in.
 * A run that died stops renewing, and its lease runs out (improvement 5.2, 5.3). What it had begun is seen to first.
 *
 * @returns what `work` returns, or 'busy' when another run holds the organization, or has come to hold it.
 */
export async function withLease<T>(
  engine: Engine,
  organizationId: number,
  work: (lease: Lease) => Promise<T>,
): Promise<T | 'busy'> {
  const owner = randomUUID();
  const elapsed = startStopwatch(engine);
  const organization = await take(engine, organizationId, owner);
  if (!organization) return 'busy';
  const lease = hold(engine, organization, owner, elapsed);
  const heartbeat = setInterval(lease.renew, heartbeatMs);
  try {
    await settleWritePages(engine, lease);
    return await work(lease);
  } catch (error) {
    if (error instanceof LeaseLostError) return 'busy';
    throw error;
  } finally {
    clearInterval(heartbeat);
    const giveBack = () => release(engine, organizationId, owner);
    if (lease.left) void lease.left.then(giveBack, giveBack);
    else await giveBack();
  }
}

/** @param elapsed since it was asked for: it is ours for `leaseMs` from then on. */
function hold(
  engine: Engine,
  organization: Organization,
  owner: string,
  elapsed: () => number,
): Lease & { renew(): Promise<void>; left?: Promise<unknown> } {
  const { stop } = engine;
  let silentFor = elapsed;
  let lost = false;
  let renewing: Promise<void> | undefined;

  async function ask(): Promise<void> {
    const since = startStopwatch(engine);
    try {
      if (await prolong(engine, organization.id, owner)) silentFor = since;
      else lost = true;
    } catch (error) {
      engine.log.warn({ err: error, organizationId: organization.id }, 'the lease could not be renewed');
    }
  }
  const renew = () => {
    renewing ??= ask().finally(() => {
      renewing = undefined;
    });
    return renewing;
  };
  const check = async () => {
    if (isStopped({ stop })) throw new StoppedError();
    if (!lost && silentFor() < leaseMs / 2) return;
    await renew();
    if (lost) throw new LeaseLostError('Another run has taken over, or the account was unlinked');
    if (silentFor() >= leaseMs)
      throw new LeaseLostError('The database did not say in time that no other run has taken over');
  };
  const held: ReturnType<typeof hold> = {
    owner,
    organization,
    unsaved: new Set(),
    renew,
    check,
    async confirm() {
      await renewing;
      silentFor = () => leaseMs;
      await check();
    },
    leave(work) {
      held.left = work;
    },
  };
  return held;
}

/** Milliseconds gone by. The one clock stands still while the machine sleeps, the other may be set back. */
function startStopwatch({ now }: Engine): () => number {
  const [ticks, time] = [performance.now(), now().getTime()];
  return () => Math.max(performance.now() - ticks, now().getTime() - time);
}

async function take(
  engine: Engine,
  organizationId: number,
  owner: string,
): Promise<Organization | undefined> {
  const now = await sharedTime(engine);
  const free = [{ leaseOwner: null }, { leaseExpiresAt: { lt: now } }];
  const [organization] = await engine.database.organization.updateManyAndReturn({
    where: { id: organizationId, OR: free },
    data: { leaseOwner: owner, leaseExpiresAt: expiry(now) },
  });
  return organization;
}

/** @returns whether it is still ours. */
async function prolong(engine: Engine, organizationId: number, owner: string): Promise<boolean> {
  const { count } = await engine.database.organization.updateMany({
    where: { id: organizationId, leaseOwner: owner },
    data: { leaseExpiresAt: expiry(await sharedTime(engine)) },
  });
  return count === 1;
}

/** Where that fails the lease runs out by itself. */
async function release({ database, log }: Engine, organizationId: number, owner: string): Promise<void> {
  try {
    await database.organization.updateMany({
      where: { id: organizationId, leaseOwner: owner },
      data: { leaseOwner: null, leaseExpiresAt: null },
    });
  } catch (error) {
    log.warn({ err: error, organizationId }, 'the lease could not be given back');
  }
}

/** The time of the one clock that all processes share. A SQLite file has them all on one machine: that is ours. */
async function sharedTime({ database, now }: Engine): Promise<Date> {
  if (!isPostgres(database)) return now();
  const [row] = await database.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS now`;
  return row.now;
}

const expiry = (now: Date) => new Date(now.getTime() + leaseMs);
