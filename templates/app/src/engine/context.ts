import type { ConnecClient } from './connec-client.ts';
import type { Organization } from './database.ts';
import type { IdMapDraft } from './id-maps.ts';
import type { Log } from './log.ts';
import type { Found } from './look-up.ts';

/** Of one synchronization: what may be asked for, by the pages or through the API (contract 207). */
export interface SyncOptions {
  /** Reads and sends everything again, whatever its date. */
  fullSync?: boolean;
  /** Only these entities, by key. The run is then partial. */
  onlyEntities?: readonly string[];
  /** In a conflict: true keeps Connec!, false keeps external. Left out: the newest wins, a tie keeps external. */
  connecPreemption?: boolean;
  /** A person asked for it: neither recovery mode nor a pause stops it. */
  forced?: boolean;
  /** Of the hub's records only these: `$filter` of its API, next to the date. */
  connecFilter?: string;
  /** `$orderby` of the hub's API. */
  connecOrderBy?: string;
  /** Operations per call to the hub; 50 at most. */
  batchSize?: number;
}

/** What every hook of an entity is given. One per entity and run. */
export interface Context<Client = unknown> {
  readonly organization: Organization;
  readonly connec: ConnecClient;
  readonly external: Client;
  readonly options: Readonly<SyncOptions>;
  readonly log: Log;
  /** What `beforeSync` wants to hand to the mappers: stages, tax rates, currencies. */
  readonly bag: Record<string, unknown>;
}

/** What mappers get besides. */
export interface MappingContext<Client = unknown> extends Context<Client> {
  /** The record's id map; a new record has one too, without ids. */
  readonly idMap?: Readonly<IdMapDraft> | undefined;
  /** The id maps of the same Connec! record in the other parts of a complex entity, by external name. */
  readonly siblings: Readonly<Record<string, Readonly<IdMapDraft>>>;
  /** What the entity's `lookUps` asked for. */
  readonly find: Found;
  /** Remembers something of the record on its id map, for later runs; read it in `idMap.metadata` (JSON). */
  flag(name: string, value: boolean): void;
}
