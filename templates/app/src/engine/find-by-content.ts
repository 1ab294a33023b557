import type { Context } from './context.ts';
import type { Creation, Entity } from './entity.ts';
import { covers, fingerprint } from './fingerprint.ts';
import type { JsonObject } from './record.ts';
import { pick, shapeOf } from './shape.ts';
import { trustedMs } from './watermark.ts';

/**
 * For each creation, a record that says all that was to be created, among what was changed in the application since
 * it was begun; each record is found once, and none that belongs to another one already.
 */
export async function findByContent<Client>(
  entity: Entity<Client>,
  context: Context<Client>,
  creations: readonly Creation[],
  taken: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<(JsonObject | undefined)[]> {
  const found: (JsonObject | undefined)[] = creations.map(() => undefined);
  const began = Math.min(...creations.map(({ startedAt }) => startedAt.getTime()));
  for await (const page of entity.listExternal(context, { since: new Date(began - trustedMs) })) {
    const alike = page.filter((record) => creations.some((creation) => isOf(creation, record)));
    const others = await taken(alike.map((record) => String(entity.idFromExternal(record))));
    for (const record of alike) {
      if (others.has(String(entity.idFromExternal(record)))) continue;
      const index = creations.findIndex((creation, i) => !found[i] && isOf(creation, record));
      if (index >= 0) found[index] = record;
    }
  }
  return found;
}

/** It says what is to be created now, or what was to be created when it was begun. */
function isOf({ record, hash, shape = shapeOf(record) }: Creation, found: JsonObject): boolean {
  return covers(found, record) || fingerprint(pick(found, shape)) === hash;
}
