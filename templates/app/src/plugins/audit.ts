import type { FastifyRequest } from 'fastify';
import type { Organization, User } from '../engine/index.ts';

/** Whom it is about, where the request itself does not tell. */
export interface Concerned {
  /** Left out: the person who looks (`request.viewer`), or the program that calls (`request.tenant`). */
  user?: Pick<User, 'id' | 'uid'>;
  /** Left out: the organization of the person who looks, or none. */
  organization?: Pick<Organization, 'id' | 'uid' | 'tenant'>;
  /** Who has done it, where it is neither a person of an organization nor a program of a tenant: an operator. */
  actor?: string;
  /** Whose tenant it is about, where there is no organization; blank for none. */
  tenant?: string;
}

/**
 * Writes down that somebody has changed something: a row of `audit_entries`, and a line of the log (improvement 6.11).
 * Called after it was done.
 *
 * @param action in a few words, the same for the same deed: "account linked".
 * @param detail what was changed, and to what. Nothing secret, and no values of records.
 * @throws {Error} when nobody is known to have done it: that is a fault of the caller.
 */
export async function audit(
  request: FastifyRequest,
  action: string,
  detail: object = {},
  concerned: Concerned = {},
): Promise<void> {
  const program = request.tenant;
  const viewer = program || concerned.actor ? undefined : request.viewer;
  const user = concerned.user ?? viewer?.user;
  const organization = concerned.organization ?? viewer?.organization;
  const tenant = organization?.tenant ?? program?.name ?? concerned.tenant;
  const actor = concerned.actor ?? user?.uid ?? program?.api.id;
  if (tenant === undefined || actor === undefined) throw new Error(`nobody is known to have done: ${action}`);
  await request.server.connector.database.auditEntry.create({
    data: {
      tenant,
      organizationId: organization?.id ?? null,
      userId: user?.id ?? null,
      actor,
      action,
      detail: JSON.stringify(detail),
      requestId: request.id,
    },
  });
  request.log.info({ tenant, organization: organization?.uid, actor, ...detail }, action);
}
