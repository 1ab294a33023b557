import { type AnyEntity, partsOf } from './complex-entity.ts';
import type { Context } from './context.ts';
import type { EntityCounts } from './counts.ts';
import { noCounts } from './counts.ts';
import type { Database, Organization } from './database.ts';
import type { Engine } from './engine.ts';
import type { Entity } from './entity.ts';
import type { Holder } from './id-map-rows.ts';
import type { IdMapDraft, IdMapScope } from './id-maps.ts';
import { instantOf } from './instant.ts';
import type { Lease } from './lease.ts';
import { type Found, type LookedUp, nothingFound } from './look-up.ts';
import { directionsOf, type Switches } from './organization.ts';
import type { Outage } from './outage.ts';
import { type Path, parsePath } from './path.ts';
import type { Realm } from './references.ts';
import type { Stop } from './stop.ts';
import type { Trace } from './trace.ts';
import type { Side } from './watermark.ts';

/** The hub takes 50 operations a call (contract 179). */
export const pageSize = 50;

/** Records are read, looked up and compared so many at a time, whatever the pages they come in. */
export const lookSize = 200;

/** One part of an entity of one organization on its way through a run: what every step needs. */
export interface Pass<Client = unknown> {
  readonly entity: Entity<Client>;
  /** The entity that it is a part of; a plain one is its own. */
  readonly whole: AnyEntity<Client>;
  readonly context: Context<Client>;
  readonly database: Database;
  readonly now: () => Date;
  readonly startedAt: Date;
  readonly scope: IdMapScope;
  /** The hub's collection. */
  readonly resource: string;
  readonly ours: Realm;
  readonly references: readonly Path[];
  readonly partIds: readonly Path[];
  readonly matchingPaths: readonly (readonly Path[])[];
  readonly switches: Switches;
  readonly lease: Lease;
  readonly stop: Stop | undefined;
  readonly trace: Trace | undefined;
  /** Records created before this instant are not shared (contract 148, 159). */
  readonly sharedFrom: number | undefined;
  readonly externalName: string;
  /** The external names of all parts, of this entity or another, that have the same records of the hub. */
  readonly partNames: readonly string[];
  /** All parts share them. */
  readonly outages: Record<Side, Outage>;
  /** By what the hub compares: the external record that it has not answered for. See unmatched.ts. */
  readonly unmatched: Map<string, string>;
  /** Of the whole entity: its parts share them. */
  readonly counts: EntityCounts;
  /** All parts share them. */
  readonly lookedUp: LookedUp;
  /** What the page at hand has looked up: replaced with every page. */
  page: { find: Found; siblings: Siblings; failed: Map<IdMapDraft, unknown> };
}

/** By hub id: the id maps of a Connec! record in all parts of a complex entity, by external name. */
export type Siblings = ReadonlyMap<string, Readonly<Record<string, IdMapDraft>>>;

/** What all entities of a run share. */
export type PassContext<Client> = Pick<Context<Client>, 'connec' | 'external' | 'options' | 'log'> & {
  lease: Lease;
};

/** One pass for each part of an entity. */
export function createPasses<Client>(
  engine: Engine<Client>,
  organization: Organization,
  entity: AnyEntity<Client>,
  shared: PassContext<Client>,
): Pass<Client>[] {
  const parts = partsOf(entity);
  const all = engine.external.entities.flatMap(partsOf);
  const { lease, ...given } = shared;
  const common = {
    context: { ...given, organization, bag: {}, log: shared.log.child({ entity: entity.key }) },
    lease,
    stop: engine.stop,
    trace: engine.trace,
    database: engine.database,
    now: engine.now,
    startedAt: engine.now(),
    ours: { provider: organization.oauthProvider ?? '', realm: organization.oauthUid ?? '' },
    switches: directionsOf(organization, entity),
    sharedFrom: shared.options.fullSync ? undefined : secondOf(instantOf(organization.dateFilteringLimit)),
    externalName: engine.external.name,
    outages: { connec: { unanswered: 0 }, external: { unanswered: 0 } },
    counts: { toConnec: noCounts(), toExternal: noCounts() },
    lookedUp: new Map(),
  };
  return parts.map((part) => ({
    ...common,
    entity: part,
    whole: entity,
    resource: part.connecResource,
    partNames: all
      .filter(({ connecName }) => connecName.toLowerCase() === part.connecName.toLowerCase())
      .map(({ externalName }) => externalName),
    scope: {
      organizationId: organization.id,
      connecEntity: part.connecName.toLowerCase(),
      externalEntity: part.externalName.toLowerCase(),
    },
    references: part.references.map(parsePath),
    partIds: part.partIds.map(parsePath),
    matchingPaths: (part.matchingFields ?? []).map((fields) => fields.map(parsePath)),
    unmatched: new Map(),
    page: { find: nothingFound, siblings: new Map(), failed: new Map() },
  }));
}

/** The hub, and many applications, say when a record was created to the second. */
const secondOf = (instant: number | undefined) => instant && Math.floor(instant / 1000) * 1000;

/** Who saves id maps in this pass. */
export const holderOf = ({ database, lease }: Pass): Holder => ({ database, owner: lease.owner });

/** Older than what the customer shares. A record without a date is shared. */
export function isTooOld({ sharedFrom }: Pass, createdAt: unknown): boolean {
  if (sharedFrom === undefined) return false;
  const created = instantOf(createdAt);
  return created !== undefined && created < sharedFrom;
}

export const sendsToConnec = ({ switches, entity }: Pass): boolean =>
  switches.toConnec && entity.canWriteConnec && entity.canReadExternal;
export const sendsToExternal = ({ switches, entity }: Pass): boolean =>
  switches.toExternal && entity.canWriteExternal && entity.canReadConnec;
