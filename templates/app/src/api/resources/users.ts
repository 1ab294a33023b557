import type { User } from '../../engine/index.ts';
import { texts } from '../../texts.ts';
import { refuse } from '../errors.ts';
import { resource, type WritingGiven } from '../resource.ts';

/** People (contract 241). */
export const users = resource<User>({
  type: 'users',
  model: 'user',
  scope: (tenant) => ({ tenant }),
  attributes: {
    first_name: { column: 'firstName', kind: 'text', nullable: true, written: 'always' },
    provider: { column: 'provider', kind: 'text', written: 'once' },
    last_name: { column: 'lastName', kind: 'text', nullable: true, written: 'always' },
    email: { column: 'email', kind: 'text', written: 'always', required: true },
    tenant: { column: 'tenant', kind: 'text', written: 'ignored' },
    uid: { column: 'uid', kind: 'text', written: 'once', required: true },
  },
  relationships: {},
  writing: {
    parameters: ['org_uid'],
    async also(given) {
      return { tenant: given.tenant, ...(await membership(given)) };
    },
  },
});

/**
 * A place in the organization that `org_uid` names (contract 241, improvement 7.2). It has no role: that is the hub's
 * to say when the person signs on, and makes nobody an administrator. A place that is there stays as it is.
 */
async function membership({ connector, tenant, parameters, id: userId }: WritingGiven) {
  const uid = parameters.org_uid;
  if (uid === undefined) return {};
  const where = { uid_tenant: { uid, tenant } };
  const organization = await connector.database.organization.findUnique({ where, select: { id: true } });
  if (!organization) refuse('notFound', texts.api.noOrganization(uid), { parameter: 'org_uid' });
  const place = { organizationId: organization.id };
  if (userId === undefined) return { memberships: { create: place } };
  return {
    memberships: {
      upsert: { where: { userId_organizationId: { userId, ...place } }, create: place, update: {} },
    },
  };
}
