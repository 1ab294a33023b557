import { createHash } from 'node:crypto';
import type { JsonObject } from '../../record.ts';
import { connecEntry } from '../ids.ts';
import { createRecord } from '../records.ts';
import type { Store } from '../store.ts';
import { FERN_ORGANIZATIONS, OAK_ORGANIZATIONS, type SeedOrganization } from './organizations.ts';
import { FERN_PEOPLE, OAK_PEOPLE, type SeedPerson } from './people.ts';

const FIRST = Date.parse('2026-02-02T08:30:00Z');
const STEP_MS = 7 * 3600 * 1000;

/** Fills a store with what Fern & Co and Oak Ltd have gathered. Ids and instants are the same at every start. */
export function seedStore(store: Store): void {
  seedCompany(store, 'org-fern', { name: 'Fern & Co', currency: 'GBP', timezone: 'Europe/London' });
  seedCompany(store, 'org-oak', { name: 'Oak Ltd', currency: 'GBP', timezone: 'Europe/London' });
  seedRecords(store, 'org-fern', FERN_ORGANIZATIONS, FERN_PEOPLE);
  seedRecords(store, 'org-oak', OAK_ORGANIZATIONS, OAK_PEOPLE);
}

function seedCompany(store: Store, channel: string, company: JsonObject): void {
  insert(store, channel, 'company', 'company', 0, company);
}

function seedRecords(
  store: Store,
  channel: string,
  organizations: SeedOrganization[],
  people: SeedPerson[],
): void {
  organizations.forEach((seed, index) => {
    insert(store, channel, 'organizations', seed.name, index, organization(seed));
  });
  people.forEach((seed, index) => {
    insert(store, channel, 'people', seed.email, index, person(channel, seed));
  });
}

function insert(
  store: Store,
  channel: string,
  resource: string,
  key: string,
  index: number,
  record: JsonObject,
): void {
  const place = { store, channel, resource, now: new Date(FIRST + index * STEP_MS) };
  createRecord(place, record, [], seedId(channel, resource, key));
}

function organization({ phone, url, address, ...rest }: SeedOrganization): JsonObject {
  return {
    ...rest,
    is_customer: true,
    phone: phone ? { landline: phone } : {},
    website: url ? { url } : {},
    address: { billing: addressBlock(address) },
  };
}

function person(channel: string, { email, phone, organization, address, ...rest }: SeedPerson): JsonObject {
  const id = organization && seedId(channel, 'organizations', organization);
  return {
    ...rest,
    email: { address: email },
    phone_work: phone ? { landline: phone } : {},
    ...(id ? { organization_id: [connecEntry(id, channel)] } : {}),
    ...(address ? { address_work: { billing: addressBlock(address) } } : {}),
  };
}

function addressBlock([line1, city, postal_code, country]: SeedOrganization['address']): JsonObject {
  return { line1, city, postal_code, country };
}

/** A UUID that depends on the name alone, as a version 5 one does. */
function seedId(channel: string, resource: string, key: string): string {
  const hex = createHash('sha1').update(`${channel}/${resource}/${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
