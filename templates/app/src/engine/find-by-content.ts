import type { Context } from './context.ts';
import type { Creation, Entity } from './entity.ts';
import { covers } from './fingerprint.ts';
import type { JsonObject } from './record.ts';
import { overlapMs } from './watermark.ts';

/**
 * For each creation, a record that says all that was to be created, among what was changed in the application since
 * it was begun; each record is found once.
 */
export async function findByContent<Client>(
  entity: Entity<Client>,
  context: Context<Client>,
  creations: readonly Creation[],
): Promise<(JsonObject | undefined)[]> {
  const found: (JsonObject | undefined)[] = creations.map(() => undefined);
  const began = Math.min(...creations.map(({ startedAt }) => startedAt.getTime()));
  for await (const page of entity.listExternal(context, { since: new Date(began - overlapMs) })) {
    for (const record of page) {
      const index = creations.findIndex((creation, i) => !found[i] && covers(record, creation.record));
      if (index >= 0) found[index] = record;
    }
  }
  return found;
}
