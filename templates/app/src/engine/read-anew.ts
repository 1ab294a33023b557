import type { InboxMessage } from './database.ts';
import { messageOf } from './errors.ts';
import { type Pass, pageSize } from './pass.ts';
import { readConnecRecords } from './read-records.ts';
import type { JsonObject } from './record.ts';
import { connecIdOf } from './references.ts';

/** What was told longer ago may have been written over since. */
const freshMs = 10_000;

/**
 * Whether a message of the hub is only believed as to which records it names. The hub dates by the second: by its date
 * alone an older content cannot be told from a newer one of the same second.
 */
export const isOutdated = ({ attempts, createdAt }: InboxMessage, now: Date): boolean =>
  attempts > 0 || now.getTime() - createdAt.getTime() > freshMs;

/** The same records as the hub has them now. One that is gone, or that it does not give, is left to the next run. */
export async function readAnew(pass: Pass, told: readonly JsonObject[]): Promise<JsonObject[]> {
  const ids = [...new Set(told.flatMap(({ id }) => connecIdOf(id ?? null) ?? []))];
  const records = new Map<string, JsonObject>();
  for (let start = 0; start < ids.length; start += pageSize)
    await readConnecRecords(pass, pass.resource, ids.slice(start, start + pageSize), (id, read) => {
      if (read instanceof Error) pass.context.log.warn({ id, reason: messageOf(read) }, 'not read anew');
      else if (read) records.set(id, read);
    });
  return [...records.values()];
}
