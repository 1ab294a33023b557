import { randomUUID } from 'node:crypto';
import type {
  Database,
  IdMap,
  Membership,
  Organization,
  Synchronization,
  User,
} from '../../src/engine/index.ts';
import type { Prisma } from '../../src/generated/prisma/client.ts';

/** Rows that are complete as they are; a test names only what it is about (contract 292). */
export function factories(database: Database) {
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000);
  let count = 0;

  return {
    user: (data: Partial<Prisma.UserUncheckedCreateInput> = {}): Promise<User> =>
      database.user.create({
        data: { uid: `usr-${randomUUID()}`, email: 'ada@example.com', tenant: 'default', ...data },
      }),

    organization: (data: Partial<Prisma.OrganizationUncheckedCreateInput> = {}): Promise<Organization> =>
      database.organization.create({
        data: {
          uid: `cld-${randomUUID()}`,
          name: 'My company',
          tenant: 'default',
          oauthUid: `realm_${randomUUID()}`,
          oauthProvider: 'this_app',
          ...data,
        },
      }),

    membership: (user: User, organization: Organization, role = 'Admin'): Promise<Membership> =>
      database.membership.create({ data: { userId: user.id, organizationId: organization.id, role } }),

    idMap: (
      organization: Organization,
      data: Partial<Prisma.IdMapUncheckedCreateInput> = {},
    ): Promise<IdMap> =>
      database.idMap.create({
        data: {
          organizationId: organization.id,
          connecId: randomUUID(),
          connecEntity: 'person',
          externalId: `external_${++count}`,
          externalEntity: 'contact',
          lastPushToConnec: daysAgo(2),
          lastPushToExternal: daysAgo(1),
          ...data,
        },
      }),

    synchronization: (
      organization: Organization,
      data: Partial<Prisma.SynchronizationUncheckedCreateInput> = {},
    ): Promise<Synchronization> =>
      database.synchronization.create({
        data: {
          organizationId: organization.id,
          status: 'SUCCESS',
          partial: false,
          finishedAt: new Date(),
          ...data,
        },
      }),
  };
}

export type Factories = ReturnType<typeof factories>;
