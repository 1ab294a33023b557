import { createRecord } from '../records.ts';
import type { AcmeState } from '../state.ts';
import { NORTH_ACCOUNTS } from './accounts.ts';
import { NORTH_CONTACTS } from './contacts.ts';

const FIRST = Date.parse('2026-02-03T10:15:00.000Z');
const STEP_MS = 5 * 3600 * 1000;

/** Fills Acme North. Ids and instants are the same at every start. */
export function seedNorth(state: AcmeState): void {
  const [north] = state.workspaces;
  if (!north) return;
  const at = (index: number) => new Date(FIRST + index * STEP_MS);
  const accountIds = new Map<string, number>();
  NORTH_ACCOUNTS.forEach((account, index) => {
    accountIds.set(account.name, createRecord(north, 'accounts', { ...account }, at(index)).id);
  });
  NORTH_CONTACTS.forEach(({ account, ...contact }, index) => {
    const account_id = (account && accountIds.get(account)) ?? null;
    createRecord(north, 'contacts', { ...contact, account_id }, at(index));
  });
}
