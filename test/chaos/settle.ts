import { setTimeout as pause } from 'node:timers/promises';
import { compare } from '../../scripts/demo/compare.ts';
import { kinds } from '../../scripts/demo/mapping.ts';
import type { Jobs } from '../../templates/app/src/jobs/jobs.ts';
import type { World } from './world.ts';

/** More rounds than that nothing may need; most need two. */
const rounds = 8;
const patienceMs = 40_000;

/**
 * Waits until nothing is left to do, as after hours in which nobody harms anything: what would be tried again later is
 * due now, and every organization is asked for once more. Whatever is wrong after that stays wrong.
 *
 * @returns the rounds that it took.
 */
export async function settle(world: World, jobs: Jobs): Promise<number> {
  await Promise.all([world.hub.notifications(), world.acme.webhooks()]);
  for (let round = 1; ; round += 1) {
    await letTimePass(world);
    await beginAnew(jobs);
    for (const { person } of world.companies) await person.synchronize();
    await untilQuiet(world);
    if (round === rounds || (round > 1 && (await isSettled(world)))) return round;
  }
}

async function letTimePass({ database }: World): Promise<void> {
  const now = new Date();
  await database.idMap.updateMany({ where: { dueAt: { gt: now } }, data: { dueAt: now } });
  // One that was dealt with has nothing in it any more, and is only remembered.
  await database.inboxMessage.updateMany({ where: waitingMessages, data: { dueAt: null } });
}

export const waitingMessages = { parkedAt: null, NOT: { attempts: 0, dueAt: { not: null } } };

/**
 * What has ended its process often enough is left to a person: here every process is ended again and again, whatever
 * it does, so they have it done once more. Nothing else may have failed for good.
 */
async function beginAnew(jobs: Jobs): Promise<void> {
  for (const { id, reason } of await jobs.failed())
    if (reason.includes('stalled more than allowable')) await jobs.retry(id);
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
