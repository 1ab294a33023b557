import { randomBytes } from 'node:crypto';
import { connect } from './connection.ts';
import type { Organization } from './database.ts';
import type { Engine } from './engine.ts';
import { RecordNotFoundError } from './errors.ts';
import type { External } from './external.ts';
import { logOf } from './log.ts';
import { isLinked } from './organization.ts';

/** The application has this long to say that it tells, or tells no more: whoever unlinks an account waits for it. */
const patienceMs = 10_000;

/** What `externalWebhookSecret` holds, encrypted: the secret half of the address, and what deliveries are signed with. */
export interface WebhookSecrets {
  token: string;
  secret: string;
}

/** Whether the application could tell of changes, and has not been asked to yet. */
export function isUntold({ webhooks }: Pick<External, 'webhooks'>, organization: Organization): boolean {
  return webhooks !== undefined && isLinked(organization) && organization.externalWebhookId === null;
}

/**
 * Asks the application to tell of this organization's changes, unless it does already. What it is to be asked is kept
 * before it is: an attempt of which the outcome is not known is repeated with the same address and secret, and two at a
 * time ask for the same. No run is held up by it.
 *
 * @param addressOf where the application reaches `takeDelivery`, from what that is given as `address`.
 * @returns whether the application tells of changes now.
 * @throws {Error} when the application refuses, or does not answer: the next run asks again.
 */
export async function subscribe(
  engine: Engine,
  organizationId: number,
  addressOf: (address: string) => string,
): Promise<boolean> {
  const { database, external, log } = engine;
  if (!external.webhooks) return false;
  const organization = await database.organization.findUnique({ where: { id: organizationId } });
  if (!organization || organization.pausedReason !== null || !isUntold(external, organization))
    return organization?.externalWebhookId != null;
  const secrets = await prepare(engine, organization);
  if (!secrets) return false; // Another process does it, or the account was unlinked.

  const client = external.client(connect(engine, organization));
  const wanted = { address: addressOf(`${organization.id}.${secrets.token}`), secret: secrets.secret };
  const { id, ...given } = await withinPatience(external.webhooks.subscribe(client, wanted));
  const kept = await keep(engine, organization, id, { ...secrets, ...given });
  if (kept) logOf(log, organization).info({}, 'the application tells of changes from now on');
  else await external.webhooks.unsubscribe(client, id); // The account was unlinked meanwhile.
  return kept;
}

/** What an earlier attempt has asked with, or something new; undefined where another one was quicker. */
async function prepare(engine: Engine, organization: Organization): Promise<WebhookSecrets | undefined> {
  const { id, oauthUid } = organization;
  const known = secretsOf(engine, organization);
  if (known) return known;
  const secrets = newSecrets();
  const { count } = await engine.database.organization.updateMany({
    where: { id, oauthUid, externalWebhookId: null, externalWebhookSecret: null },
    data: { externalWebhookSecret: seal(engine, secrets) },
  });
  return count === 1 ? secrets : undefined;
}

/** @returns false where the account is not linked any more. */
async function keep(
  engine: Engine,
  { id, oauthUid }: Organization,
  externalWebhookId: string,
  secrets: WebhookSecrets,
): Promise<boolean> {
  const { organization } = engine.database;
  const data = { externalWebhookId, externalWebhookSecret: seal(engine, secrets) };
  const { count } = await organization.updateMany({ where: { id, oauthUid, externalWebhookId: null }, data });
  return count === 1 || (await organization.count({ where: { id, oauthUid, externalWebhookId } })) === 1;
}

const seal = ({ vault }: Engine, secrets: WebhookSecrets) => vault.encrypt(JSON.stringify(secrets));

const newSecrets = (): WebhookSecrets => ({
  token: randomBytes(24).toString('base64url'),
  secret: randomBytes(32).toString('base64url'),
});

/** @throws {Error} when they cannot be decrypted. */
export function secretsOf(
  { vault }: Pick<Engine, 'vault'>,
  { externalWebhookSecret }: Organization,
): WebhookSecrets | undefined {
  return externalWebhookSecret === null ? undefined : JSON.parse(vault.decrypt(externalWebhookSecret));
}

/**
 * Asks the application to tell no more. Whether it does is only logged: a delivery to an address that is not in use is
 * not taken.
 *
 * @param organization as it was while the account was linked.
 */
export async function unsubscribe(engine: Engine, organization: Organization): Promise<void> {
  const { external, log } = engine;
  const { externalWebhookId: id } = organization;
  if (!external.webhooks || id === null) return;
  try {
    const client = external.client(connect(engine, organization));
    await withinPatience(external.webhooks.unsubscribe(client, id));
  } catch (error) {
    if (error instanceof RecordNotFoundError) return;
    logOf(log, organization).warn({ err: error }, 'the application may go on telling of changes');
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it did not answer in time')), patienceMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
