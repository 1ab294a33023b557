import type { Organization, SyncOptions } from '../../src/engine/index.ts';
import { optionsOf, readRequests } from '../../src/run-requests.ts';
import type { TestConnector } from './connector.ts';

/** What was asked for stays waiting. */
export function holdJobs({ connector }: TestConnector): void {
  Object.assign(connector.jobs, { enqueue: async () => {}, enqueueAll: async () => {} });
}

/** The runs that wait for an organization, by what they were asked for with. */
export async function requested(
  { connector }: TestConnector,
  { id }: Pick<Organization, 'id'>,
): Promise<(SyncOptions | undefined)[]> {
  return (await readRequests(connector.database, id)).map(optionsOf);
}
