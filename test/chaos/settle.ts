import { setTimeout as pause } from 'node:timers/promises';
import { compare } from '../../scripts/demo/compare.ts';
import { kinds } from '../../scripts/demo/mapping.ts';
import type { Jobs } from '../../templates/app/src/jobs/jobs.ts';
import { askForEverything } from './people.ts';
import type { World } from './world.ts';

/** More rounds than that nothing may need; most need two. */
const rounds = 8;
const patienceMs = 40_000;

export interface Settled {
  rounds: number;
  failed: string[];
  unequal: string[];
}

/**
 * Waits until nothing is left to do, as after hours in which nobody harms anything: what would be tried again later is
 * due now, and every organization is asked for once more. Whatever is wrong after that stays wrong.
 *
 * Where both sides differ after three rounds all the same, everything is read: an operator's last resort.
 *
 * @returns the rounds that it took, the jobs that had failed for good and were begun anew, and what only reading
 *   everything has made equal. It may happen, seldom: hubs date by the second, and what one has told is taken for as new
 *   as what was written there within the same second.
 */
export async function settle(world: World, jobs: Jobs): Promise<Settled> {
  await Promise.all([world.hub.notifications(), world.acme.webhooks()]);
  const failed: string[] = [];
  const unequal: string[] = [];
  for (let round = 1; ; round += 1) {
    await letTimePass(world);
    failed.push(...(await beginAnew(jobs)));
    if (round === 4) unequal.push(...differences(world));
    for (const { group, person } of world.companies)
      await (round < 4 ? person.synchronize() : askForEverything(world, group));
    await untilQuiet(world);
    if (round === rounds || (round > 1 && (await isSettled(world))))
      return { rounds: round, failed, unequal };
  }
}

async function letTimePass({ database }: World): Promise<void> {
  const now = new Date();
  await database.idMap.updateMany({ where: { dueAt: { gt: now } }, data: { dueAt: now } });
  // One that was dealt with has nothing in it any more, and is only remembered.
  await database.inboxMessage.updateMany({ where: waitingMessages, data: { dueAt: null } });
}

export const waitingMessages = { parkedAt: null, NOT: { attempts: 0, dueAt: { not: null } } };

/** What has ended its process often enough, or found no database, is left to a person, who has it done once more. */
async function beginAnew(jobs: Jobs): Promise<string[]> {
  const failed = await jobs.failed();
  for (const { id } of failed) await jobs.retry(id);
  return failed.map(({ kind, key, reason }) => `${kind} of ${key}: ${reason}`);
}

/** Nothing runs, and nothing is asked for. */
async function untilQuiet({ database }: World): Promise<void> {
  const end = performance.now() + patienceMs;
  for (let quiet = 0; quiet < 3 && performance.now() < end; ) {
    const [asked, running, told] = await Promise.all([
      database.runRequest.count(),
      database.organization.count({ where: { leaseOwner: { not: null } } }),
      database.inboxMessage.count({ where: { ...waitingMessages, dueAt: null } }),
    ]);
    quiet = asked + running + told === 0 ? quiet + 1 : 0;
    await pause(100);
  }
}

async function isSettled(world: World): Promise<boolean> {
  const { database } = world;
  const left = await database.idMap.count({ where: { dueAt: { not: null } } });
  const told = await database.inboxMessage.count({ where: waitingMessages });
  return left + told === 0 && differences(world).length === 0;
}

/** Between both sides of every company, in words. */
export function differences({ hub, acme, companies }: World): string[] {
  return companies.flatMap(({ group, workspace }) => {
    const connec = kinds.map(({ resource }) => [resource, hub.list(group, resource)]);
    const theirs = kinds.map(({ collection }) => [collection, acme.list(collection, workspace)]);
    const sides = { connec: Object.fromEntries(connec), acme: Object.fromEntries(theirs) };
    return compare(sides).differences.map((difference) => `${group}: ${difference}`);
  });
}
