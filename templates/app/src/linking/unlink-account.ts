import type { Connector } from '../connector.ts';
import { type Organization, unlinkOrganization, unsubscribe } from '../engine/index.ts';

/** The application is asked to tell no more, while it still knows us; the account is unlinked whatever it answers. */
export async function unlinkAccount(
  { database, engine }: Pick<Connector, 'database' | 'engine'>,
  organization: Organization,
): Promise<Organization> {
  await unsubscribe(engine, organization);
  return unlinkOrganization(database, organization);
}
