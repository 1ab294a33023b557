import type { AnyEntity } from './complex-entity.ts';
import type { Database, Organization } from './database.ts';
import type { Account } from './external.ts';
import type { Lease } from './lease.ts';
import type { Credentials } from './link-form.ts';
import { isObject } from './record.ts';
import type { Vault } from './vault.ts';

/** Whether one entity travels, by direction. */
export type Switches = { toConnec: boolean; toExternal: boolean };

export type SynchronizedEntities = Record<string, Switches>;

/** What a new organization starts with: every direction its entities can write (contract 278). */
export function initialSwitches(entities: readonly AnyEntity[]): SynchronizedEntities {
  return Object.fromEntries(
    entities.map((entity) => [
      entity.key,
      { toConnec: entity.canWriteConnec, toExternal: entity.canWriteExternal },
    ]),
  );
}

/** The organization's switches for one entity; what it has never heard of is off (contract 175, 288). */
export function switchesOf(organization: Organization, entity: AnyEntity): Switches {
  const stored = organization.synchronizedEntities;
  const switches = isObject(stored) ? stored[entity.key] : undefined;
  if (!isObject(switches)) return { toConnec: false, toExternal: false };
  return {
    toConnec: switches.toConnec === true && entity.canWriteConnec,
    toExternal: switches.toExternal === true && entity.canWriteExternal,
  };
}

/** What really travels: what is switched on, but for what the hub has stopped (contract 231, improvement 8.16). */
export function directionsOf(organization: Organization, entity: AnyEntity): Switches {
  const { toConnec, toExternal } = switchesOf(organization, entity);
  return {
    toConnec: toConnec && !organization.pushDisabled,
    toExternal: toExternal && !organization.pullDisabled,
  };
}

export const isLinked = ({ oauthUid, oauthToken, credentials }: Organization): boolean =>
  oauthUid !== null && (oauthToken !== null || credentials !== null);

/** For `organization.findMany`. */
export const linkedOnes = {
  oauthUid: { not: null },
  OR: [{ oauthToken: { not: null } }, { credentials: { not: null } }],
};

export interface Tokens {
  accessToken: string;
  refreshToken?: string | undefined;
  expiresAt?: Date | undefined;
}

/** What opens an account: tokens of OAuth, or what was entered into the link form. */
export type Access = Tokens | { credentials: Credentials };

/** That account belongs to another organization already (contract 52). */
export class AlreadyLinkedError extends Error {
  override name = 'AlreadyLinkedError';
  override message = 'This account has already been linked';
}

/**
 * Stores the account and what opens it, encrypted. Records created from now on travel; older ones do only when the
 * customer shares historical data (improvement 1.2). What is known of the records of another account, that was
 * linked before, is forgotten: its ids mean nothing here (improvement 1.10). A run that is under way for that account
 * loses the organization; one for the same account goes on.
 *
 * @throws {AlreadyLinkedError}
 */
export async function linkOrganization(
  database: Database,
  vault: Vault,
  organization: Organization,
  provider: string,
  account: Account,
  access: Access,
  now = new Date(),
): Promise<Organization> {
  const { id } = organization;
  const stored = await database.organization.findUniqueOrThrow({ where: { id } });
  const before = stored.oauthUid ?? stored.lastOauthUid;
  const isAnother = before !== null && before !== account.uid;
  const linking = database.organization.update({
    where: { id },
    data: {
      oauthProvider: provider,
      oauthUid: account.uid,
      oauthName: account.name,
      lastOauthUid: account.uid,
      pausedReason: null,
      ...noAccess,
      ...noWebhooks,
      ...encryptAccess(vault, access),
      ...(stored.historicalData ? {} : { dateFilteringLimit: stored.dateFilteringLimit ?? now }),
      ...(isAnother ? noLease : {}),
    },
  });
  try {
    const [linked] = await database.$transaction([
      linking,
      ...(isAnother ? forgetRecords(database, id) : []),
    ]);
    return linked;
  } catch (error) {
    throw (error as { code?: unknown }).code === 'P2002' ? new AlreadyLinkedError() : error;
  }
}

const noAccess = { oauthToken: null, refreshToken: null, tokenExpiresAt: null, credentials: null };

/** Whoever subscribed for the account that was linked does not hear of this one. */
const noWebhooks = { externalWebhookId: null, externalWebhookSecret: null };

/** The run under way finds out, before it keeps anything more, that the account it works with is not linked. */
const noLease = { leaseOwner: null, leaseExpiresAt: null };

const forgetRecords = (database: Database, organizationId: number) => [
  database.idMap.deleteMany({ where: { organizationId } }),
  database.watermark.deleteMany({ where: { organizationId } }),
  database.writePage.deleteMany({ where: { organizationId } }),
];

function encryptAccess(vault: Vault, access: Access) {
  if (!('credentials' in access)) return encryptTokens(vault, access);
  return { credentials: vault.encrypt(JSON.stringify(access.credentials)) };
}

export function encryptTokens(vault: Vault, tokens: Tokens) {
  return {
    oauthToken: vault.encrypt(tokens.accessToken),
    ...(tokens.refreshToken ? { refreshToken: vault.encrypt(tokens.refreshToken) } : {}),
    tokenExpiresAt: tokens.expiresAt ?? null,
  };
}

/**
 * Forgets the account and what opens it, and stops synchronizing; what is known of records stays (contract 282). A run
 * that is under way loses the organization.
 */
export async function unlinkOrganization(
  database: Database,
  { id }: Pick<Organization, 'id'>,
): Promise<Organization> {
  const { oauthUid, lastOauthUid } = await database.organization.findUniqueOrThrow({ where: { id } });
  return database.organization.update({
    where: { id },
    data: {
      oauthUid: null,
      lastOauthUid: oauthUid ?? lastOauthUid,
      ...noAccess,
      ...noWebhooks,
      syncEnabled: false,
      ...noLease,
    },
  });
}

/**
 * For `organization.update`: sharing history cannot be undone, so `false` changes nothing then (contract 283).
 * Sharing it makes the next run read everything from the beginning, and the one after it where that one fails.
 */
export function historicalDataSettings(organization: Organization, share: boolean, now = new Date()) {
  if (organization.historicalData) return {};
  if (!share) return { dateFilteringLimit: organization.dateFilteringLimit ?? now };
  const watermarks = { updateMany: { where: {}, data: { fetchedUntil: new Date(0) } } };
  return { historicalData: true, dateFilteringLimit: null, watermarks };
}

/**
 * Without access nothing is tried until a person links again, or asks for a run that gets through. Said by whoever
 * holds the organization: of an account that is not linked any more nothing is to be said.
 */
export async function pauseOrganization(
  database: Database,
  { owner, organization }: Lease,
  pausedReason: string | null,
): Promise<void> {
  if (pausedReason === organization.pausedReason) return;
  await database.organization.updateMany({
    where: { id: organization.id, leaseOwner: owner },
    data: { pausedReason },
  });
}
