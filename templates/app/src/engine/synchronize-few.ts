import { noChanges, noteConnecChanges } from './connec-changes.ts';
import { writePage } from './connec-to-external.ts';
import { sendPage } from './external-to-connec.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';
import { connecIdOf } from './references.ts';

/**
 * Some records of either side, at most a page, both ways: conflicts among them are settled as in a run. What was sent
 * to the hub is taken as it answered: what was read there before is no news any more.
 */
export async function synchronizeFew(
  pass: Pass,
  { connec, external }: { connec: JsonObject[]; external: JsonObject[] },
): Promise<void> {
  const changes = noChanges(sendsToExternal(pass));
  let now = connec;
  if (sendsToConnec(pass) && external.length > 0) {
    if (sendsToExternal(pass)) await noteConnecChanges(pass, connec, changes);
    const answers = await sendPage(pass, external, changes);
    now = connec.map((record) => answers.get(connecIdOf(record.id ?? null) ?? '') ?? record);
  }
  if (sendsToExternal(pass) && now.length > 0) await writePage(pass, now, changes);
}
