import type { Store } from './store.ts';

/** A person who can sign in. The role is the same in every company of theirs. */
export interface User {
  uid: string;
  email: string;
  name: string;
  surname: string;
  country: string;
  role: 'Member' | 'Power User' | 'Admin' | 'Super Admin' | 'Guest';
  /** The companies (`cld-…`) they belong to. */
  groups: string[];
}

/** One company's instance of one application (`cld-…`); its records belong to the company's channel (`org-…`). */
export interface Group {
  uid: string;
  name: string;
  channel: string;
  app: string;
  email: string;
  currency: string;
  timezone: string;
  country: string;
  city: string;
}

/** An application that integrates with the hub, with the key it calls and is called with. */
export interface App {
  id: string;
  key: string;
  name: string;
  /** Where it is reached; undefined until it is known. */
  host?: string | undefined;
}

/** Everything one hub knows. */
export interface World {
  store: Store;
  users: User[];
  groups: Group[];
  apps: App[];
  /** From a single sign-on session's token to the user it is of. */
  sessions: Map<string, string>;
  now(): Date;
  /** Told after every write: what was written, by which application (none: a person in the hub). */
  changed(change: Change): void;
}

/** A write that others may want to hear of. `notable` is false when only names were added. */
export interface Change {
  channel: string;
  resource: string;
  id: string;
  app: string | undefined;
  notable: boolean;
}
