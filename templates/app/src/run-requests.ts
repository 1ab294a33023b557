import { isDeepStrictEqual } from 'node:util';
import type { Connector } from './connector.ts';
import type { Database, RunRequest, SyncOptions } from './engine/index.ts';

/** Asked for again while a run works, one more is to be done after it; more than that nobody needs. */
const mostAlike = 2;

/**
 * Asks for a run of an organization: it is a row before anything is begun, and stays there until it has been done,
 * whatever becomes of this process or of the queue.
 */
export async function requestRun(
  { database, jobs }: Pick<Connector, 'database' | 'jobs'>,
  organizationId: number,
  options: SyncOptions,
): Promise<void> {
  const waiting = await readRequests(database, organizationId);
  const alike = waiting.filter((request) => isDeepStrictEqual(optionsOf(request), plain(options)));
  if (alike.length < mostAlike)
    await database.runRequest.create({ data: { organizationId, options: JSON.stringify(options) } });
  await jobs.enqueue({ kind: 'synchronize', key: String(organizationId), urgent: true });
}

/** Those of an organization that have not been done, in the order in which they are: people go before the clock. */
export async function readRequests(database: Database, organizationId: number): Promise<RunRequest[]> {
  const requests = await database.runRequest.findMany({
    where: { organizationId },
    orderBy: { id: 'asc' },
    take: 100,
  });
  return [...requests.filter(({ options }) => options !== null), ...requests.filter(isByClock)];
}

export const isByClock = ({ options }: Pick<RunRequest, 'options'>): boolean => options === null;

/** Undefined: nobody has asked for anything in particular. */
export const optionsOf = ({ options }: Pick<RunRequest, 'options'>): SyncOptions | undefined =>
  options === null ? undefined : (JSON.parse(options) as SyncOptions);

/** Whether a run waits its turn. */
export const isAskedFor = async (database: Database, organizationId: number): Promise<boolean> =>
  (await database.runRequest.count({ where: { organizationId } })) > 0;

const plain = (options: SyncOptions): unknown => JSON.parse(JSON.stringify(options));
