import type { ConnecClient } from './connec-client.ts';
import type { Database, Organization } from './database.ts';
import type { External } from './external.ts';
import type { Lease } from './lease.ts';
import type { Log } from './log.ts';
import type { Observe } from './observe.ts';
import type { Tokens } from './organization.ts';
import type { Stop } from './stop.ts';
import type { Throttle } from './throttle.ts';
import type { Trace } from './trace.ts';
import type { Vault } from './vault.ts';

/** All the engine works with. It is handed everything and makes nothing itself. */
export interface Engine<Client = unknown> {
  readonly database: Database;
  readonly external: External<Client>;
  readonly vault: Vault;
  readonly log: Log;
  readonly now: () => Date;
  /** The hub as this organization sees it, with its tenant's credentials, for as long as it is held. An immutable value. */
  readonly connecClient: (organization: Organization, lease?: Pick<Lease, 'check'>) => ConnecClient;
  /** Asks the external application for new tokens (RFC 6749 §6). */
  readonly refreshTokens: (refreshToken: string) => Promise<Tokens>;
  /** Is told what happens, for metrics. Nobody listens where it is left out. */
  readonly observe?: Observe | undefined;
  /** Follows what is done, for traces. Nobody does where it is left out, and it costs nothing. */
  readonly trace?: Trace | undefined;
  /** Tells that the process is about to end. Nothing does where it is left out. */
  readonly stop?: Stop | undefined;
  /** Holds calls to external back until their turn comes. None has to wait where it is left out. */
  readonly throttle?: Throttle | undefined;
}
