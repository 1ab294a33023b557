import type { ExternalWrite } from './entity.ts';
import { messageOf, RunError } from './errors.ts';
import { watch } from './outage.ts';
import { each } from './pages.ts';
import type { Pass } from './pass.ts';
import type { ToExternal } from './push-to-external.ts';
import type { JsonObject } from './record.ts';

/** What the application said to one write, or why it said nothing. */
export type Answer = JsonObject | Error | undefined;

/**
 * Creates and updates, several at a time; one call for all where the application takes that.
 *
 * @throws {RunError} when the application does not answer any more. What was answered until then was told.
 */
export async function writeToExternal(
  pass: Pass,
  items: readonly ToExternal[],
  tell: (item: ToExternal, answer: Answer) => void,
): Promise<void> {
  const told = (item: ToExternal, answer: Answer) => {
    tell(item, answer);
    watch(pass.outages.external, pass.externalName, answer);
  };
  if (pass.entity.writeExternal) {
    const answers = await writePage(pass, items);
    for (const [i, item] of items.entries()) told(item, answers[i]);
    return;
  }
  await each(items, pass.entity.concurrency, async (item) => told(item, await writeOne(pass, item)));
}

async function writePage({ entity, context, lease }: Pass, items: readonly ToExternal[]): Promise<Answer[]> {
  await lease.check();
  const answers = await attempt(async () => entity.writeExternal?.(context, items.map(writeOf)));
  if (answers instanceof Error) return items.map(() => answers);
  return items.map((_item, i) =>
    answers && i < answers.length ? answers[i] : new Error('did not answer this write'),
  );
}

function writeOf({ idMap, mapped }: ToExternal): ExternalWrite {
  return idMap.externalId === null
    ? { record: mapped, key: idMap.createKey ?? '' }
    : { record: mapped, id: idMap.externalId };
}

async function writeOne({ entity, context, lease }: Pass, { idMap, mapped }: ToExternal): Promise<Answer> {
  await lease.check();
  return attempt(() =>
    idMap.externalId === null
      ? entity.createExternal(context, mapped, idMap.createKey ?? '')
      : entity.updateExternal(context, mapped, idMap.externalId),
  );
}

async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RunError) throw error;
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}
