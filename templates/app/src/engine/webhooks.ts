import type { JsonObject } from './record.ts';

/** How the application tells of changes as they happen. What it does not tell the next run finds. */
export interface Webhooks<Client = unknown> {
  /**
   * Asks the application to tell of changes: after an account was linked, and again with each run until it has worked.
   * One that is there already for this address is taken over, or replaced.
   */
  subscribe(client: Client, wanted: WantedSubscription): Promise<Subscription>;
  /** Called before the account is unlinked. That it is gone already is no error. */
  unsubscribe(client: Client, id: string): Promise<void>;
  /** How a delivery shows that it comes from the application; undefined: it does not say. */
  proof(delivery: Delivery, secret: string): Proof | undefined;
  /** What a delivery tells, once it has been proved; nothing: what it tells is of no interest here. */
  read(delivery: Delivery): Told | undefined;
}

export interface WantedSubscription {
  /** Where to tell it: nobody else knows the address. */
  address: string;
  /** To sign with, where whoever subscribes chooses the secret. */
  secret: string;
}

export interface Subscription {
  id: string;
  /** The secret that the application signs with. Left out: the one that was offered. */
  secret?: string;
}

/** One request of the application. */
export interface Delivery {
  /** By name in small letters. */
  headers: Readonly<Record<string, string | undefined>>;
  /** As it came. */
  body: string;
}

/** A signature by HMAC (RFC 2104). It is computed and compared by the engine, in constant time. */
export interface Proof {
  /** What was signed: the body as it came, or the body with more. */
  content: string;
  /** What was sent, in hexadecimal or in base64; one of several has to fit. */
  signature: string | readonly string[];
  encoding: 'hex' | 'base64';
  /** Default sha256. */
  algorithm?: 'sha256' | 'sha512' | 'sha1';
  /** Default: the secret, as a text. */
  key?: string | Uint8Array;
  /** When it was signed, where that was signed too: what is older than five minutes is refused. */
  signedAt?: Date;
}

/** What has changed in external. */
export interface Told {
  /** The application's own name for the delivery, where it has one: what comes again within an hour is dropped. */
  deliveryId?: string | undefined;
  /** Ids by external name, as `idFromExternal` gives them. The records are read anew: for what was deleted, too. */
  ids?: Readonly<Record<string, readonly string[]>>;
  /** Whole records by external name, as `listExternal` gives them: they cost no call. */
  records?: Readonly<Record<string, readonly JsonObject[]>>;
}
