import { partsOf } from './complex-entity.ts';
import { noChanges } from './connec-changes.ts';
import { connect } from './connection.ts';
import type { Engine } from './engine.ts';
import { sendPage } from './external-to-connec.ts';
import { withLease } from './lease.ts';
import { isLinked } from './organization.ts';
import { slices } from './pages.ts';
import { createPasses, pageSize, sendsToConnec } from './pass.ts';
import type { JsonObject } from './record.ts';
import type { Skipped } from './synchronize.ts';

/**
 * Sends records of the external application to the hub apart from a synchronization: what a webhook of the
 * application brought (contract 209 to 212).
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
  if (!isLinked(organization)) return 'not linked';
  if (!organization.syncEnabled) return 'disabled';
  const log = engine.log.child({ organization: organization.uid, tenant: organization.tenant });
  warnOfUnknown(engine, records, log);
  return withLease(engine, organizationId, async () => {
    const shared = {
      connec: engine.connecClient(organization),
      external: engine.external.client(connect(engine, organization)),
      options: {},
      log,
    };
    for (const entity of engine.external.entities) {
      for (const pass of createPasses(engine, organization, entity, shared)) {
        const found = Object.entries(records).filter(([name]) => isNameOf(pass.entity.externalName, name));
        const pages = found.flatMap(([, page]) => [...page]);
        if (pages.length === 0 || !sendsToConnec(pass)) continue;
        await pass.entity.beforeSync(pass.context);
        for await (const page of slices(once(pages), pageSize)) await sendPage(pass, page, noChanges());
        await pass.entity.afterSync(pass.context);
      }
    }
    return 'done' as const;
  });
}

function warnOfUnknown(engine: Engine, records: object, log: Engine['log']): void {
  const names = engine.external.entities.flatMap(partsOf).map(({ externalName }) => externalName);
  for (const name of Object.keys(records)) {
    if (!names.some((known) => isNameOf(known, name))) log.warn({ name }, 'no entity has this external name');
  }
}

const isNameOf = (known: string, name: string) => known.toLowerCase() === name.toLowerCase();

async function* once(records: JsonObject[]) {
  yield records;
}
