import { settleCreations } from './attend.ts';
import { partsOf } from './complex-entity.ts';
import { noChanges } from './connec-changes.ts';
import { connect } from './connection.ts';
import type { Engine } from './engine.ts';
import { LeaseLostError } from './errors.ts';
import { sendPage } from './external-to-connec.ts';
import { withLease } from './lease.ts';
import { logOf } from './log.ts';
import { createPasses, type Pass, pageSize, sendsToConnec } from './pass.ts';
import type { JsonObject } from './record.ts';
import { reasonNotTo, type Skipped } from './synchronize.ts';

/**
 * Sends records of the external application to the hub apart from a synchronization: what a webhook of the
 * application brought (contract 209 to 212). An entity that fails is told in the log, and the others go on.
 *
 * @param records by external name, as `externalName` says it, in any case.
 */
export async function pushRecordsToConnec(
  engine: Engine,
  organizationId: number,
  records: Readonly<Record<string, readonly JsonObject[]>>,
): Promise<'done' | Skipped> {
  const organization = await engine.database.organization.findUnique({ where: { id: organizationId } });
  if (!organization) return 'unknown';
  const why = reasonNotTo(organization);
  if (why) return why;
  const log = logOf(engine.log, organization);
  warnOfUnknown(engine, records, log);
  return withLease(engine, organizationId, async (lease) => {
    const { organization } = lease;
    const changed = reasonNotTo(organization);
    if (changed) return changed;
    const shared = {
      connec: engine.connecClient(organization),
      external: engine.external.client(connect(engine, organization)),
      options: {},
      lease,
      log,
    };
    for (const entity of engine.external.entities) {
      for (const pass of createPasses(engine, organization, entity, shared)) {
        const found = Object.entries(records).filter(([name]) => isNameOf(pass.entity.externalName, name));
        const wanted = found.flatMap(([, some]) => [...some]);
        if (wanted.length > 0 && sendsToConnec(pass)) await send(pass, wanted);
      }
    }
    return 'done' as const;
  });
}

/** A record may be one that a run cut off has created: that is settled first, or it would be taken for a new one. */
async function send(pass: Pass, records: readonly JsonObject[]): Promise<void> {
  const { entity, context } = pass;
  try {
    await entity.beforeSync(context);
    await settleCreations(pass);
    for (let start = 0; start < records.length; start += pageSize)
      await sendPage(pass, records.slice(start, start + pageSize), noChanges());
    await entity.afterSync(context);
    context.log.info({ counts: pass.counts.toConnec }, 'records sent to Connec!');
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    context.log.warn({ err: error }, 'records were not sent to Connec!');
  }
}

function warnOfUnknown(engine: Engine, records: object, log: Engine['log']): void {
  const names = engine.external.entities.flatMap(partsOf).map(({ externalName }) => externalName);
  for (const name of Object.keys(records)) {
    if (!names.some((known) => isNameOf(known, name))) log.warn({ name }, 'no entity has this external name');
  }
}

const isNameOf = (known: string, name: string) => known.toLowerCase() === name.toLowerCase();
