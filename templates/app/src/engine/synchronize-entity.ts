import { noChanges, readConnecChanges } from './connec-changes.ts';
import { connecToExternal } from './connec-to-external.ts';
import { externalToConnec } from './external-to-connec.ts';
import { instantOf } from './instant.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';
import { moveWatermark, overlapMs, readWatermarks } from './watermark.ts';
import { retryWriteBacks } from './write-back.ts';

/**
 * One entity, both ways: what Connec! changed is noted, what external changed goes to Connec!, what Connec! has
 * goes to external. The first time nothing is noted: everything external is offered to Connec! first, which
 * recognises what it has (`matchingFields`), and only what is left is created in external (contract 202).
 */
export async function synchronizeEntity(pass: Pass): Promise<void> {
  const { entity, context } = pass;
  await entity.beforeSync(context);
  await retryWriteBacks(pass);
  const marks = await readWatermarks(pass.database, context.organization.id, entity.key);
  const toConnec = pass.switches.toConnec && entity.canReadExternal;
  const toExternal = pass.switches.toExternal && entity.canReadConnec;

  const startedAt = pass.now();
  const compare = toConnec && toExternal && marks.connec !== undefined;
  const changes = compare ? await readConnecChanges(pass, connecPages(pass, marks.connec)) : noChanges();
  if (toConnec) {
    await externalToConnec(pass, entity.listExternal(context, externalQuery(pass, marks.external)), changes);
    await moveWatermark(pass.database, context.organization.id, entity.key, 'external', startedAt);
  }
  if (toExternal) {
    await connecToExternal(pass, connecPages(pass, marks.connec), changes);
    await moveWatermark(pass.database, context.organization.id, entity.key, 'connec', startedAt);
  }
  await entity.afterSync(context);
}

function connecPages(pass: Pass, watermark: Date | undefined): AsyncIterable<JsonObject[]> {
  const since = readFrom(pass, watermark);
  return pass.context.connec.pages(
    pass.entity.connecResource,
    since ? { filter: `updated_at gt '${since.toISOString()}'` } : {},
  );
}

function externalQuery(pass: Pass, watermark: Date | undefined) {
  const since = readFrom(pass, watermark);
  return since ? { since } : {};
}

/** From the last read on; the first time, all that the customer shares (contract 286). */
function readFrom(pass: Pass, watermark: Date | undefined): Date | undefined {
  if (pass.context.options.fullSync) return undefined;
  if (watermark) return new Date(watermark.getTime() - overlapMs);
  const sharedFrom = instantOf(pass.context.organization.dateFilteringLimit);
  return sharedFrom === undefined ? undefined : new Date(sharedFrom);
}
