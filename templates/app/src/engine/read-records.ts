import { messageOf, RunError } from './errors.ts';
import { type Outage, watch } from './outage.ts';
import { each } from './pages.ts';
import type { Pass } from './pass.ts';
import type { JsonObject } from './record.ts';

/** What a side has of one record: nothing any more, or it could not be read. */
export type Read = JsonObject | Error | undefined;

/** Records are asked for one by one, so many at a time. */
const connecLanes = 4;

/**
 * Records of the hub by their ids, each told as soon as it is known.
 *
 * @throws {RunError} when the hub does not answer any more. What was known until then was told.
 */
export async function readConnecRecords(
  { context, outages }: Pass,
  resource: string,
  ids: readonly string[],
  tell: (id: string, read: Read) => void,
): Promise<void> {
  const { connec } = context;
  const found = ids.length > 1 ? await connec.getMany?.(resource, ids) : undefined;
  await each(ids, connecLanes, async (id) => {
    const read = found?.get(id) ?? (await attempt(() => connec.get(resource, id)));
    tellAndWatch(outages.connec, 'Connec!', () => tell(id, read), read);
  });
}

/** The same for records of external. */
export async function readExternalRecords(
  { entity, context, outages, externalName }: Pass,
  ids: readonly string[],
  tell: (id: string, read: Read) => void,
): Promise<void> {
  await each(ids, entity.concurrency, async (id) => {
    const read = await attempt(() => entity.getExternal(context, id));
    tellAndWatch(outages.external, externalName, () => tell(id, read), read);
  });
}

function tellAndWatch(outage: Outage, side: string, tell: () => void, read: Read): void {
  tell();
  watch(outage, side, read);
}

async function attempt(read: () => Promise<JsonObject | undefined>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RunError) throw error;
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}
