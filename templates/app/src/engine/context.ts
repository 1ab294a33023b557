import type { ConnecClient } from './connec-client.ts';
import type { Organization } from './database.ts';
import type { IdMapDraft } from './id-maps.ts';
import type { Log } from './log.ts';

/** Of one synchronization: what may be asked for, by the pages or through the API (contract 207). */
export interface SyncOptions {
  /** Reads and sends everything again, whatever its date. */
  fullSync?: boolean;
  /** Only these entities, by key. The run is then partial. */
  onlyEntities?: readonly string[];
  /** In a conflict: true keeps Connec!, false keeps external. Left out: the newest wins, a tie keeps external. */
  connecPreemption?: boolean;
  /** A person asked for it: recovery mode does not stop it. */
  forced?: boolean;
}

/** What every hook of an entity and every mapper is given. One per entity and run. */
export interface Context<Client = unknown> {
  readonly organization: Organization;
  readonly connec: ConnecClient;
  readonly external: Client;
  readonly options: Readonly<SyncOptions>;
  readonly log: Log;
  /** What `beforeSync` wants to hand to the mappers: stages, tax rates, currencies. */
  readonly bag: Record<string, unknown>;
}

/** What mappers get besides: the id map of the record at hand, where it has one already. */
export interface MappingContext<Client = unknown> extends Context<Client> {
  readonly idMap?: Readonly<IdMapDraft> | undefined;
}
