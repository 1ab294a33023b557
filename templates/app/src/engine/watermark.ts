import type { Database } from './database.ts';
import { instantOf } from './instant.ts';
import type { Pass } from './pass.ts';

export type Side = 'connec' | 'external';

/**
 * Reads start this much before the last read began: a record may be stored a little after the time it carries.
 * What comes twice is known again by its content.
 */
export const overlapMs = 2 * 60 * 1000;

/** Clocks may differ by this much. Where nothing shows how much they do, a read starts so much earlier. */
export const trustedMs = 60 * 60 * 1000;

/** One side of an entity being read: finds out when that began by the clock of that side. */
export interface Reading {
  /** A record with this date has come. */
  saw(date: unknown): void;
  /** What is changed after this read began is dated later than this, by the clock that dates it. */
  until(): Date;
}

/**
 * The other side dates its records by its own clock, so the next read has to begin by that one. A record dated d
 * that came t after the read began shows that its clock had reached d - t then. A date that is ahead of our own clock
 * shows nothing: it may be one that somebody made up.
 */
export function startReading(now: () => Date): Reading {
  const startedAt = now().getTime();
  let reached = startedAt - trustedMs;
  return {
    saw(date) {
      const dated = (instantOf(date) ?? reached) - (now().getTime() - startedAt);
      if (dated <= startedAt) reached = Math.max(reached, dated);
    },
    until: () => new Date(reached),
  };
}

/** Until when each side of an entity has been read; a side that was never read to its end is missing. */
export async function readWatermarks(
  database: Database,
  organizationId: number,
  entity: string,
): Promise<Partial<Record<Side, Date>>> {
  const rows = await database.watermark.findMany({ where: { organizationId, entity } });
  return Object.fromEntries(rows.map((row) => [row.side, row.fetchedUntil]));
}

/**
 * `fetchedUntil`: when the read began, not when it ended (improvement 1.1), by the clock of that side. Nothing moves
 * where the read is not what counts any more: its lease is lost, or history has come to be shared since.
 *
 * @param mark as it was when the read began; undefined: there was none.
 */
export async function moveWatermark(
  { database, context, lease }: Pass,
  entity: string,
  side: Side,
  mark: Date | undefined,
  fetchedUntil: Date,
): Promise<void> {
  const { id, historicalData } = context.organization;
  const organization = { leaseOwner: lease.owner, historicalData };
  if (mark) {
    const where = { organizationId: id, entity, side, fetchedUntil: mark, organization };
    await database.watermark.updateMany({ where, data: { fetchedUntil } });
    return;
  }
  try {
    // That the owner is written, though it is there, locks the row: the lease cannot be taken away in between.
    const data = { leaseOwner: lease.owner, watermarks: { create: { entity, side, fetchedUntil } } };
    await database.organization.update({ where: { id, ...organization }, data });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'P2025') throw error;
  }
}
