import type { Connector } from '../connector.ts';
import {
  type Access,
  type Account,
  type Connection,
  linkFormOf,
  linkOrganization,
  type Organization,
  RecordError,
  UnauthorizedError,
  unsubscribe,
} from '../engine/index.ts';

/**
 * Asks the application whose account it is that was opened, and links that one. The application is asked to tell of its
 * changes by a job: whether it does changes nothing about the link.
 *
 * @throws {UnauthorizedError} when the application refuses, {AlreadyLinkedError}, or whatever keeps it from answering.
 */
export async function linkAccount(
  { database, external, vault, engine, jobs }: Connector,
  before: Organization,
  access: Access,
): Promise<Account> {
  const account = await external.account(external.client(freshConnection(before, access, external)));
  const linked = await linkOrganization(database, vault, before, external.provider, account, access);
  // Of the account that was linked until now; of the same one the new access is the one that surely works.
  const { externalWebhookId, oauthUid } = before;
  await unsubscribe(engine, oauthUid === account.uid ? { ...linked, externalWebhookId } : before);
  if (external.webhooks) await jobs.enqueue({ kind: 'subscribe', key: String(before.id), urgent: true });
  return account;
}

/** Whether the application has answered, and does not open the account for what was given. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof UnauthorizedError || error instanceof RecordError;

/** For the one call that asks who was linked: what opens the account is seconds old, and is not renewed. */
function freshConnection(
  organization: Organization,
  access: Access,
  external: Connector['external'],
): Connection {
  const credentials = 'credentials' in access ? access.credentials : {};
  const secret = 'credentials' in access ? linkFormOf(external)?.secret(credentials) : access.accessToken;
  return {
    organization,
    credentials,
    accessToken: async () => secret ?? '',
    async refreshToken() {
      throw new UnauthorizedError(`${external.name} refused what it was just given`);
    },
  };
}
