import type { Call } from '../calls.ts';
import type { Faults } from '../faults.ts';
import type { JsonObject } from '../record.ts';
import type { Marketplace, Platform } from './platform.ts';
import type { User } from './world.ts';

export interface HubOptions {
  /** 0, the default: any free one. */
  port?: number;
  /** Default 127.0.0.1: nobody else can reach it. */
  host?: string;
  /** Keeps the records in this file between runs. */
  dataFile?: string;
  /** Start with plausible records, unless the data file has some. Default true. */
  seed?: boolean;
  /** Companies besides the usual ones, by the `uid` of their groups; they start without records. */
  groups?: readonly string[];
  /** Where the connector is reached, if that is known already; else see `connectTo`. */
  connectorUrl?: string;
  apiId?: string;
  apiKey?: string;
  /** Legacy hubs sign their sign-on answers with SHA-1 (sso §3). Default sha256. */
  signatureHash?: 'sha256' | 'sha1';
  now?: () => Date;
  /** Gets a line when something happens that nobody asked about: a notification could not be delivered. */
  log?: (line: string) => void;
}

/** A running sandbox hub. */
export interface Hub {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** The name of this hub in a connector's addresses. */
  tenant: string;
  /** The connector's credentials. */
  apiId: string;
  apiKey: string;
  /** Credentials of another application of the company Fern & Co (`cld-fern-books`): its writes are notified. */
  otherApp: { id: string; key: string; group: string };
  /** PEM: what sign-on answers are signed with. */
  certificate: string;
  /** Credentials of `/api/config/v1/marketplaces`. */
  platform: Platform;
  /** The entry that endpoint gives. */
  marketplace(): Marketplace;
  users: readonly User[];
  /** Tells the hub where the connector is: from now on it is notified there. */
  connectTo(connectorUrl: string): void;
  /** All records of a company, as the API answers them with CONNEC-EXTERNAL-IDS, oldest first. */
  list(group: string, resource: string): JsonObject[];
  /**
   * Writes a record as a person in the hub would: over the one whose hub id it has, else a new one. The connector
   * is notified. Throws when the hub would refuse it.
   */
  save(group: string, resource: string, record: JsonObject): JsonObject;
  /** API calls that were answered, oldest first; the last 5000. */
  calls: Call[];
  /** Resolves when no notification is on its way. */
  notifications(): Promise<void>;
  /** Lets the API fail or dawdle; `null` ends it. */
  misbehave(faults: Faults | null): void;
  /** Stops listening and writes the data file. */
  close(): Promise<void>;
}
