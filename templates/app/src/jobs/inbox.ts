import type { Connector } from '../connector.ts';
import { type Database, type Group, processGroup } from '../engine/index.ts';
import { groupOf } from './group-key.ts';
import type { Again, Work } from './jobs.ts';

/** For so long a run that was held up goes ahead of the next message; or one message after the other would be in its way. */
const aheadMs = 5_000;

/** Its place is given to others after so long. */
const turnMs = 30_000;

/** Deals with what one group was told, message by message. */
export async function processMessages(connector: Connector, work: Work): Promise<Again | undefined> {
  const { database, engine, jobs } = connector;
  const group = groupOf(work.key);
  const until = engine.now().getTime() + turnMs;
  while (!engine.stop?.soon.aborted) {
    if (await isRunHeldUp(database, group, engine.now())) return { againInMs: 200 };
    const outcome = await processGroup(engine, group);
    if (outcome === 'none') return undefined;
    // A run holds it, and asks for this job when it has ended; this is for what died without a word.
    if (outcome === 'busy') return { againInMs: Math.min(500 * 1.5 ** work.attempt, 30_000) };
    if (engine.now().getTime() > until) {
      await jobs.enqueue({ kind: 'inbox', key: work.key });
      return undefined;
    }
  }
  return { againInMs: 0 };
}

async function isRunHeldUp(database: Database, { tenant, group }: Group, now: Date): Promise<boolean> {
  if (group === null) return false;
  const heldUpAt = { gt: new Date(now.getTime() - aheadMs) };
  return (await database.runRequest.count({ where: { heldUpAt, organization: { tenant, uid: group } } })) > 0;
}
