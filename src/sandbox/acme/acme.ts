import type { Call } from '../calls.ts';
import type { Faults } from '../faults.ts';
import type { JsonObject } from '../record.ts';

export interface AcmeOptions {
  /** 0, the default: any free one. */
  port?: number;
  /** Default 127.0.0.1: nobody else can reach it. */
  host?: string;
  /** Keeps records and tokens in this file between runs. */
  dataFile?: string;
  /** False: the data file is where it starts from, and nothing is written to it. Default true. */
  keepChanges?: boolean;
  /** Start with plausible records in Acme North, unless the data file has some. Default true. */
  seed?: boolean;
  clientId?: string;
  clientSecret?: string;
  now?: () => Date;
  /** How long an access token is good for. Default 300. */
  tokenSeconds?: number;
  /**
   * When a webhook that was not taken is sent again, in milliseconds after each attempt. Default half a second, then
   * 2 and 10 seconds.
   */
  webhookRetryMs?: readonly number[];
  /** Gets a line when something happens that nobody asked about: a webhook could not be delivered. */
  log?: (line: string) => void;
}

/** A running Acme: the demo application that a sandbox connector connects. */
export interface Acme {
  /** `http://127.0.0.1:PORT` */
  url: string;
  clientId: string;
  clientSecret: string;
  /** The accounts that can be linked. Only the first one starts with records. */
  workspaces: readonly { id: string; name: string; apiKey: string }[];
  /** All records of a workspace, as the API answers them, oldest first. */
  list(collection: string, workspace?: string): JsonObject[];
  /** Writes a record as a person in Acme would: over the one with its id, else a new one. Throws what the API refuses. */
  save(collection: string, record: JsonObject, workspace?: string): JsonObject;
  /** Deletes a record as a person in Acme would. */
  remove(collection: string, id: number, workspace?: string): void;
  /** API calls that were answered, oldest first; the last 5000. */
  calls: Call[];
  /** Lets every access token expire now. */
  expireTokens(): void;
  /** Resolves when no webhook is on its way. They tell of what people do, and not of what the API did. */
  webhooks(): Promise<void>;
  /** Lets the API fail or dawdle; `null` ends it. */
  misbehave(faults: Faults | null): void;
  /** Stops listening and writes the data file. */
  close(): Promise<void>;
}
