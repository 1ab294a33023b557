import type { JsonObject } from '../../record.ts';
import { createRecord } from '../records.ts';
import type { AcmeState } from '../state.ts';
import { NORTH_ACCOUNTS } from './accounts.ts';
import { NORTH_COMPANY, NORTH_INVOICES, NORTH_PROJECTS } from './business.ts';
import { NORTH_CONTACTS } from './contacts.ts';
import { NORTH_LEADS } from './leads.ts';
import { NORTH_PRODUCTS } from './products.ts';

const FIRST = Date.parse('2026-02-03T10:15:00.000Z');
const STEP_MS = 5 * 3600 * 1000;

/** In the order of creation: accounts come before what belongs to them. */
const NORTH: [collection: string, records: object[]][] = [
  ['accounts', NORTH_ACCOUNTS],
  ['contacts', NORTH_CONTACTS],
  ['leads', NORTH_LEADS],
  ['products', NORTH_PRODUCTS],
  ['invoices', NORTH_INVOICES],
  ['projects', NORTH_PROJECTS],
  ['company', [NORTH_COMPANY]],
];

/** Fills Acme North. Ids and instants are the same at every start. */
export function seedNorth(state: AcmeState): void {
  const [north] = state.workspaces;
  if (!north) return;
  const at = (index: number) => new Date(FIRST + index * STEP_MS);
  const accountIds = new Map<unknown, number>();
  for (const [collection, records] of NORTH) {
    records.forEach((record, index) => {
      const { account, ...fields } = record as JsonObject;
      const owner = account === undefined ? {} : { account_id: accountIds.get(account) };
      const { id } = createRecord(north, collection, { ...fields, ...owner }, at(index));
      if (collection === 'accounts') accountIds.set(fields.name, id);
    });
  }
}
