import { createVault, type Database, type Organization } from '../../../templates/app/src/engine/index.ts';

export const doubleVault = createVault([{ id: 'test', key: Buffer.alloc(32, 7).toString('base64') }]);

/** An organization that is linked to an account of the double, with everything switched on. */
export function createOrganization(database: Database, { uid }: { uid: string }): Promise<Organization> {
  return database.organization.create({
    data: {
      uid,
      tenant: 'default',
      name: uid,
      oauthProvider: 'double',
      oauthUid: `${uid}-account`,
      oauthToken: doubleVault.encrypt('token'),
      syncEnabled: true,
      historicalData: true,
      synchronizedEntities: {
        company: { toConnec: true, toExternal: true },
        person: { toConnec: true, toExternal: true },
      },
    },
  });
}
