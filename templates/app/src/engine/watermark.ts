import type { Database } from './database.ts';

export type Side = 'connec' | 'external';

/**
 * Reads start this much before the last read began: clocks differ, and a record may be stored a little after the
 * time it carries. What comes twice is known again by its content.
 */
export const overlapMs = 2 * 60 * 1000;

/** Until when each side of an entity has been read; a side that was never read to its end is missing. */
export async function readWatermarks(
  database: Database,
  organizationId: number,
  entity: string,
): Promise<Partial<Record<Side, Date>>> {
  const rows = await database.watermark.findMany({ where: { organizationId, entity } });
  return Object.fromEntries(rows.map((row) => [row.side, row.fetchedUntil]));
}

/** `startedAt`: when the read began, not when it ended (improvement 1.1). */
export async function moveWatermark(
  database: Database,
  organizationId: number,
  entity: string,
  side: Side,
  startedAt: Date,
): Promise<void> {
  await database.watermark.upsert({
    where: { organizationId_entity_side: { organizationId, entity, side } },
    create: { organizationId, entity, side, fetchedUntil: startedAt },
    update: { fetchedUntil: startedAt },
  });
}
