import type { Database } from './database.ts';
import { instantOf } from './instant.ts';

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
 * that came t after the read began shows that its clock had reached d - t then; never are we ahead of our own.
 */
export function startReading(now: () => Date): Reading {
  const startedAt = now().getTime();
  let reached = startedAt - trustedMs;
  return {
    saw(date) {
      const dated = instantOf(date) ?? reached;
      reached = Math.max(reached, dated - (now().getTime() - startedAt));
    },
    until: () => new Date(Math.min(reached, startedAt)),
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

/** `fetchedUntil`: when the read began, not when it ended (improvement 1.1), by the clock of that side. */
export async function moveWatermark(
  database: Database,
  organizationId: number,
  entity: string,
  side: Side,
  fetchedUntil: Date,
): Promise<void> {
  await database.watermark.upsert({
    where: { organizationId_entity_side: { organizationId, entity, side } },
    create: { organizationId, entity, side, fetchedUntil },
    update: { fetchedUntil },
  });
}
