import type { InboxMessage } from './database.ts';
import type { Engine } from './engine.ts';
import { pushRecordsToConnec } from './push-job.ts';
import type { Told } from './webhooks.ts';

/** Takes what the external application has told of one organization to Connec! (contract 212). */
export async function takeExternalEvent(
  engine: Engine,
  { tenant, group: uid, body }: InboxMessage,
): Promise<'done' | 'busy' | 'ignored'> {
  const organization =
    uid === null
      ? null
      : await engine.database.organization.findUnique({ where: { uid_tenant: { uid, tenant } } });
  if (!organization) return 'ignored';
  const { records, ids } = body as Told;
  const outcome = await pushRecordsToConnec(engine, organization.id, records, ids);
  return outcome === 'done' || outcome === 'busy' ? outcome : 'ignored';
}
