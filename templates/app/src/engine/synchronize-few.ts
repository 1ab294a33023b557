import { noChanges, noteConnecChanges } from './connec-changes.ts';
import { writePage } from './connec-to-external.ts';
import { sendPage } from './external-to-connec.ts';
import { type Pass, sendsToConnec, sendsToExternal } from './pass.ts';
import type { JsonObject } from './record.ts';

/** Some records of either side, at most a page, both ways: conflicts among them are settled as in a run. */
export async function synchronizeFew(
  pass: Pass,
  { connec, external }: { connec: JsonObject[]; external: JsonObject[] },
): Promise<void> {
  const changes = noChanges(sendsToExternal(pass));
  if (sendsToConnec(pass) && external.length > 0) {
    if (sendsToExternal(pass)) await noteConnecChanges(pass, connec, changes);
    await sendPage(pass, external, changes);
  }
  if (sendsToExternal(pass) && connec.length > 0) await writePage(pass, connec, changes);
}
