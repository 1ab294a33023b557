import type { Membership, Organization, User } from '../../src/engine/index.ts';
import type { Browser } from './browser.ts';
import type { TestConnector } from './connector.ts';
import { signedIn } from './signed-in.ts';

/** A person who has signed in, and the organization they look at. */
export interface Visitor {
  user: User;
  organization: Organization;
  membership: Membership;
  browser: Browser;
}

/** One that synchronizes everything: linked, and switched on. */
export const synchronizing = {
  oauthToken: 'x',
  syncEnabled: true,
  synchronizedEntities: {
    account: { toConnec: true, toExternal: true },
    contact: { toConnec: true, toExternal: true },
  },
};

/** Somebody new, of an organization of their own unless one is given. */
export async function visit(
  connector: TestConnector,
  role = 'Admin',
  data: Parameters<TestConnector['create']['organization']>[0] = {},
  shared?: Organization,
): Promise<Visitor> {
  const { create } = connector;
  const user = await create.user({ firstName: 'Ada', lastName: 'Arkwright' });
  const organization = shared ?? (await create.organization(data));
  const membership = await create.membership(user, organization, role);
  return { user, organization, membership, browser: await signedIn(connector, membership) };
}

/** What a page says, without its tags. */
export const textOf = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
