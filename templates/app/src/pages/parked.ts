import type { Connector } from '../connector.ts';
import { listParked, listParkedMessages, type Organization } from '../engine/index.ts';
import { presentRecord } from './mapping.ts';

/** As many of each are shown. Whoever has more looks for one of them on the page "Mapping". */
const shown = 50;

/** What does not get on without a person: records, and messages of either side. */
export async function presentParked(connector: Connector, organization: Organization) {
  const { database } = connector;
  const records = await listParked(database, organization.id, shown + 1);
  const messages = await listParkedMessages(database, organization, shown + 1);
  return {
    records: records.slice(0, shown).map((row) => presentRecord(connector, organization, row)),
    moreRecords: records.length > shown,
    messages: messages.slice(0, shown),
    moreMessages: messages.length > shown,
  };
}

/** Whether there is anything of that kind. */
export async function isAnythingParked(
  { database }: Connector,
  organization: Organization,
): Promise<boolean> {
  const [records, messages] = await Promise.all([
    listParked(database, organization.id, 1),
    listParkedMessages(database, organization, 1),
  ]);
  return records.length + messages.length > 0;
}
