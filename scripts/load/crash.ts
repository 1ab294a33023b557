import type { JsonObject } from '../../src/sandbox/index.ts';
import { until } from '../demo/until.ts';
import { group, type Stage } from './stage.ts';

/** Where every notification is that the server had accepted when it was killed. */
export interface Crash {
  sent: number;
  /** Answered with 200 before the kill. */
  accepted: number;
  /** What it tells is in Acme. */
  processed: number;
  /** It is in the inbox still, to be tried again. */
  waiting: number;
  /** Neither: there must be none. */
  lost: number;
  /** From the restart until nothing more was to be done at once. */
  seconds: number;
}

const lanes = 8;

/**
 * Tells of every person of the customer by a notification of its own, with something that the notification alone says;
 * kills the server when half of them are sent; starts it again.
 */
export async function crash(stage: Stage): Promise<Crash> {
  const people = stage.hub.list(group, 'people').filter(({ first_name }) => first_name === 'Load');
  const { sent, accepted } = await killInTheMiddle(stage, people);
  await letLeasesRunOut(stage);
  const started = performance.now();
  await stage.restart();
  await until('the inbox to be dealt with', async () => (await dueNow(stage)) === 0, 25_000);
  const seconds = (performance.now() - started) / 1000;

  const arrived = new Set(stage.acme.list('contacts').map(({ job_title }) => String(job_title)));
  const inbox = (await stage.database.inboxMessage.findMany({})).map(({ body }) => JSON.stringify(body));
  const processed = accepted.filter((title) => arrived.has(title));
  const rest = accepted.filter((title) => !arrived.has(title));
  const waiting = rest.filter((title) => inbox.some((body) => body.includes(`"${title}"`)));
  return {
    sent,
    accepted: accepted.length,
    processed: processed.length,
    waiting: waiting.length,
    lost: rest.length - waiting.length,
    seconds,
  };
}

async function killInTheMiddle(stage: Stage, people: readonly JsonObject[]) {
  const accepted: string[] = [];
  let sent = 0;
  let killed: Promise<unknown> | undefined;
  const queue = people.entries();
  const send = async () => {
    for (const [i, person] of queue) {
      if (killed) return;
      const title = `Told ${i}`;
      sent += 1;
      if (await notify(stage, { ...person, job_title: title })) accepted.push(title);
      if (sent >= people.length / 2) killed ??= stage.server.end('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: lanes }, send));
  await killed;
  return { sent, accepted };
}

/** @returns whether it was accepted; no answer is a no. */
async function notify({ url, hub }: Stage, person: JsonObject): Promise<boolean> {
  const record = { ...person, group_id: group, updated_at: new Date().toISOString() };
  try {
    const { method, path, headers, body } = notificationOf(hub, [record]);
    return (await fetch(`${url}${path}`, { method, headers, body })).status === 200;
  } catch {
    return false;
  }
}

/** What the hub sends when people have changed. */
export function notificationOf(
  { apiId, apiKey, tenant }: Pick<Stage['hub'], 'apiId' | 'apiKey' | 'tenant'>,
  people: readonly JsonObject[],
) {
  const authorization = `Basic ${Buffer.from(`${apiId}:${apiKey}`).toString('base64')}`;
  return {
    method: 'POST' as const,
    path: `/maestrano/connec/notifications/${tenant}`,
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ people }),
  };
}

/** The killed server held its organization for two minutes more. They are not waited for. */
async function letLeasesRunOut({ database }: Stage): Promise<void> {
  await database.organization.updateMany({ data: { leaseExpiresAt: new Date(0) } });
}

/** One that was begun when the server was killed comes again after a minute. */
const dueNow = ({ database }: Stage): Promise<number> =>
  database.inboxMessage.count({
    where: { parkedAt: null, OR: [{ dueAt: null }, { dueAt: { lte: new Date() } }] },
  });
