import type { Organization, User } from '../../src/engine/index.ts';
import type { TestConnector } from './connector.ts';
import { signedIn } from './signed-in.ts';

/** An organization with a row of everything, and a person in it who has signed in. */
export interface Customer {
  organization: Organization;
  user: User;
  /** What the person's browser sends: cookie, and the token of forms. The session is there again, should it have gone. */
  headers(): Promise<Record<string, string>>;
  /** All that is kept of the organization, but for sessions. */
  kept(): Promise<unknown>;
}

/** @param word stands in everything that a person could read of it. */
export async function createCustomer(
  { connector, create, ...world }: TestConnector,
  word: string,
  { tenant = 'default', role = 'Admin' } = {},
): Promise<Customer> {
  const { database } = connector;
  const code = Buffer.from(word).toString('hex');
  const organization = await create.organization({
    uid: `cld-${code}`,
    tenant,
    name: `${word} & Co`,
    oauthUid: `realm-${code}`,
    oauthName: `${word} Account`,
    oauthToken: connector.vault.encrypt(`token of ${word}`),
    syncEnabled: true,
    synchronizedEntities: { contact: { toConnec: true, toExternal: true } },
  });
  const { id: organizationId, uid: group } = organization;
  const user = await create.user({
    tenant,
    uid: `usr-${code}`,
    firstName: word,
    email: `${word}@example.com`,
  });
  const membership = await create.membership(user, organization, role);
  await create.idMap(organization, {
    name: `${word} Person`,
    connecId: `c-${code}`,
    externalId: `e-${code}`,
  });
  await create.synchronization(organization, { status: 'PARTIAL', message: `${word} failed` });
  await database.watermark.create({
    data: { organizationId, entity: 'contact', side: 'connec', fetchedUntil: new Date() },
  });
  await database.inboxMessage.create({
    data: { tenant, group, body: { people: [{ name: word }] }, parkedAt: new Date() },
  });
  const browser = await signedIn({ connector, create, ...world }, membership);
  const page = await browser.open('/');
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page.html) ?? [];
  const session = await database.session.findUniqueOrThrow({
    where: { id: `test-session-${membership.id}` },
  });
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  const where = { organizationId };
  return {
    organization,
    user,
    async headers() {
      const row = { ...session, data: session.data as object };
      await database.session.upsert({ where: { id: session.id }, create: row, update: row });
      return { cookie, 'csrf-token': token };
    },
    kept: async () => ({
      organization: await database.organization.findUnique({ where: { id: organizationId } }),
      user: await database.user.findUnique({ where: { id: user.id } }),
      memberships: await database.membership.findMany({ where }),
      idMaps: await database.idMap.findMany({ where }),
      runs: await database.synchronization.findMany({ where }),
      watermarks: await database.watermark.findMany({ where }),
      inbox: await database.inboxMessage.findMany({ where: { tenant, group } }),
    }),
  };
}
