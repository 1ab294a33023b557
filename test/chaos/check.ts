import { setTimeout as pause } from 'node:timers/promises';
import { idIn } from '../../scripts/demo/record.ts';
import type { IdMap } from '../../templates/app/src/engine/index.ts';
import type { Jobs } from '../../templates/app/src/jobs/jobs.ts';
import { connecId, emailOf, type People } from './people.ts';
import { differences, waitingMessages } from './settle.ts';
import type { World } from './world.ts';

/** @returns what is wrong, in words: nothing, it is hoped. */
export async function check(world: World, people: People, jobs: Jobs): Promise<string[]> {
  return [
    ...(await unequal(world)),
    ...lostOrDoubled(world, people),
    ...(await editsLost(world, people)),
    ...(await wrongIdMaps(world)),
    ...(await leftInDatabase(world)),
    ...(await leftInQueues(jobs)),
  ];
}

/** What differs, with what the connector says of it. */
async function unequal(world: World): Promise<string[]> {
  const rows = await world.database.idMap.findMany();
  return differences(world).map((difference) => {
    const row = rows.find(({ name }) => name && difference.includes(`: ${name}: `));
    return `${difference}; ${row ? JSON.stringify(row) : 'it has no id map'}`;
  });
}

/** Everybody who was created is on both sides once. */
function lostOrDoubled({ hub, acme, companies }: World, people: People): string[] {
  const problems: string[] = [];
  for (const { group, workspace } of companies) {
    const sides = {
      hub: hub.list(group, 'people').map(({ email }) => emailOf(email)),
      acme: acme.list('contacts', workspace).map(({ email }) => emailOf(email)),
    };
    const created = [...people.created].flatMap(([email, where]) => (where === group ? email : []));
    for (const [side, records] of Object.entries(sides)) {
      for (const email of created) {
        const times = records.filter((one) => one === email).length;
        if (times !== 1) problems.push(`${group}: ${email} is ${times} times in ${side}`);
      }
    }
    const names = hub.list(group, 'organizations').map(({ name }) => String(name));
    for (const name of new Set(names))
      if (names.filter((one) => one === name).length > 1) problems.push(`${group}: ${name} is there twice`);
  }
  return problems;
}

/**
 * What only one side has edited is on both sides as it was edited last: there is nothing that could win over it. Not so
 * what both had before they were linked: external's wins when they meet.
 */
async function editsLost({ hub, companies, database }: World, people: People): Promise<string[]> {
  const words = new Map(people.lastWords());
  const rows = await database.idMap.findMany({ where: { connecEntity: 'person' } });
  return companies.flatMap(({ group }) =>
    hub.list(group, 'people').flatMap((person) => {
      const email = emailOf(person.email);
      const said = words.get(email);
      if (said === undefined || said === person.job_title || !people.created.has(email)) return [];
      const row = rows.find((one) => one.connecId === connecId(person));
      const lost = `"${said}" was lost to "${person.job_title}" of ${person.updated_at}`;
      return [`${group}: ${email}: ${lost}; ${row ? JSON.stringify(row) : ''}`];
    }),
  );
}

/** Each record of Acme has one id map, which names the hub's record of it; and nothing is left to do for it. */
async function wrongIdMaps({ hub, acme, companies, database }: World): Promise<string[]> {
  const problems: string[] = [];
  for (const { group, workspace } of companies) {
    const organization = await database.organization.findFirstOrThrow({ where: { uid: group } });
    const rows = await database.idMap.findMany({ where: { organizationId: organization.id } });
    for (const row of rows) if (isUndone(row)) problems.push(`${group}: left to do: ${describe(row)}`);
    for (const [resource, collection] of [
      ['organizations', 'accounts'],
      ['people', 'contacts'],
    ] as const) {
      const byExternal = new Map(
        hub.list(group, resource).map((record) => [idIn(record.id, 'acme'), connecId(record)]),
      );
      for (const { id } of acme.list(collection, workspace)) {
        const own = rows.filter(
          (row) => row.externalId === `${id}` && row.externalEntity === collection.slice(0, -1),
        );
        if (own.length !== 1 || own[0]?.connecId !== byExternal.get(`${id}`))
          problems.push(
            `${group}: ${collection}/${id} has the id maps ${own.map(describe).join('; ') || 'none'}`,
          );
      }
    }
  }
  return problems;
}

const isUndone = ({ dueAt, parkedAt, createKey, writeBackPending, failedTo }: IdMap) =>
  dueAt !== null || parkedAt !== null || createKey !== null || writeBackPending || failedTo !== null;

const describe = ({ name, connecId, externalId, message, decisions }: IdMap) =>
  `${name} (${connecId} = ${externalId}) ${message ?? ''} ${decisions.slice(0, 300)}`;

async function leftInDatabase({ database }: World): Promise<string[]> {
  const [running, asked, messages, held, pages, unlinked] = await Promise.all([
    database.synchronization.count({ where: { status: 'RUNNING' } }),
    database.runRequest.count(),
    database.inboxMessage.findMany({ where: { OR: [waitingMessages, { parkedAt: { not: null } }] } }),
    database.organization.count({ where: { leaseOwner: { not: null } } }),
    database.writePage.count(),
    database.organization.findMany({ where: { pausedReason: { not: null } } }),
  ]);
  return [
    ...(running > 0 ? [`${running} runs are RUNNING`] : []),
    ...(asked > 0 ? [`${asked} runs are asked for`] : []),
    ...messages.map(({ id, reason, attempts }) => `message ${id} waits (${attempts} attempts): ${reason}`),
    ...(held > 0 ? [`${held} organizations are held`] : []),
    ...(pages > 0 ? [`${pages} pages of writes are open`] : []),
    ...unlinked.map(({ uid, pausedReason }) => `${uid} is paused: ${pausedReason}`),
  ];
}

/** Short jobs, of the clock say, may just be done. */
async function leftInQueues(jobs: Jobs): Promise<string[]> {
  let left: string[] = [];
  for (let tries = 0; tries < 60 && (tries === 0 || left.length > 0); tries += 1) {
    if (tries > 0) await pause(250);
    left = Object.entries(await jobs.counts()).flatMap(([lane, { waiting, running }]) =>
      waiting + running > 0 ? [`${lane}: ${waiting} jobs wait, ${running} are being done`] : [],
    );
  }
  const failed = await jobs.failed();
  return [
    ...left,
    ...failed.map(({ kind, key, reason }) => `the job ${kind} of ${key} has failed: ${reason}`),
  ];
}
