import type { App, Group, User } from '../world.ts';

/** The people who can sign in. */
export const USERS: User[] = [
  {
    uid: 'usr-ada',
    email: 'ada@fern.example',
    name: 'Ada',
    surname: 'Arkwright',
    country: 'GB',
    role: 'Admin',
    groups: ['cld-fern', 'cld-oak'],
  },
  {
    uid: 'usr-max',
    email: 'max@fern.example',
    name: 'Max',
    surname: 'Member',
    country: 'GB',
    role: 'Member',
    groups: ['cld-fern'],
  },
];

/** The companies, as instances of the connector and, for one of them, of another application. */
export function seedGroups(connector: Pick<App, 'id'>, other: Pick<App, 'id'>): Group[] {
  const fern = {
    name: 'Fern & Co',
    channel: 'org-fern',
    email: 'office@fern.example',
    currency: 'GBP',
    timezone: 'Europe/London',
    country: 'GB',
    city: 'Bristol',
  };
  const oak = { ...fern, name: 'Oak Ltd', channel: 'org-oak', email: 'hello@oak.example', city: 'Leeds' };
  return [
    { ...fern, uid: 'cld-fern', app: connector.id },
    { ...oak, uid: 'cld-oak', app: connector.id },
    { ...fern, uid: 'cld-fern-books', app: other.id },
  ];
}

/** A company that nobody works for, with a channel of its own. */
export function emptyGroup(uid: string, app: Pick<App, 'id'>): Group {
  const place = { currency: 'GBP', timezone: 'Europe/London', country: 'GB', city: 'Bristol' };
  return { uid, name: uid, channel: `org-${uid}`, email: `${uid}@example.com`, app: app.id, ...place };
}
