import type { Context, MappingContext } from './context.ts';
import type { EntityCounts } from './counts.ts';
import { noCounts } from './counts.ts';
import type { Database, Organization } from './database.ts';
import type { Engine } from './engine.ts';
import type { Entity } from './entity.ts';
import type { IdMapDraft, IdMapScope } from './id-maps.ts';
import { instantOf } from './instant.ts';
import { type Switches, switchesOf } from './organization.ts';
import { type Path, parsePath } from './path.ts';
import type { JsonObject } from './record.ts';
import { fold, type Realm, type Unfolded, unfold } from './references.ts';

/** Records are worked on this many at a time: the hub takes 50 operations a call (contract 179). */
export const pageSize = 50;

/** One entity of one organization on its way through a run: what every step needs. */
export interface Pass<Client = unknown> {
  readonly entity: Entity<Client>;
  readonly context: Context<Client>;
  readonly database: Database;
  readonly now: () => Date;
  readonly scope: IdMapScope;
  readonly ours: Realm;
  readonly references: readonly Path[];
  readonly switches: Switches;
  /** Records created before this instant are not shared (contract 148, 159). */
  readonly sharedFrom: number | undefined;
  readonly externalName: string;
  readonly counts: EntityCounts;
}

export function createPass<Client>(
  engine: Engine<Client>,
  organization: Organization,
  entity: Entity<Client>,
  shared: Pick<Context<Client>, 'connec' | 'external' | 'options' | 'log'>,
): Pass<Client> {
  return {
    entity,
    context: { ...shared, organization, bag: {}, log: shared.log.child({ entity: entity.key }) },
    database: engine.database,
    now: engine.now,
    scope: {
      organizationId: organization.id,
      connecEntity: entity.connecName.toLowerCase(),
      externalEntity: entity.externalName.toLowerCase(),
    },
    ours: { provider: organization.oauthProvider ?? '', realm: organization.oauthUid ?? '' },
    references: entity.references.map(parsePath),
    switches: switchesOf(organization, entity),
    sharedFrom: shared.options.fullSync ? undefined : instantOf(organization.dateFilteringLimit),
    externalName: engine.external.name,
    counts: { toConnec: noCounts(), toExternal: noCounts() },
  };
}

/** Older than what the customer shares. A record without a date is shared. */
export function isTooOld(pass: Pass, createdAt: unknown): boolean {
  const created = instantOf(createdAt);
  return pass.sharedFrom !== undefined && created !== undefined && created < pass.sharedFrom;
}

/** The external record in the hub's terms, with plain ids; `folded` is how the hub wants it. */
export function mapToConnec(pass: Pass, external: JsonObject, idMap: IdMapDraft): JsonObject {
  const { entity } = pass;
  const unseen = idMap.lastPushToConnec === null && idMap.connecId === null;
  const mapper = (unseen && entity.creationMapper) || entity.mapper;
  return mapper.toConnec(external, mappingContext(pass, idMap));
}

export function folded(pass: Pass, record: JsonObject): JsonObject {
  return fold(record, pass.references, pass.ours);
}

export function unfolded(pass: Pass, record: JsonObject): Unfolded {
  return unfold(record, pass.references, pass.ours);
}

/** The hub's record (unfolded) in the external application's terms. */
export function mapToExternal(pass: Pass, record: JsonObject, idMap: IdMapDraft): JsonObject {
  const { entity } = pass;
  const unseen = idMap.lastPushToExternal === null && idMap.externalId === null;
  const mapper = (unseen && entity.creationMapper) || entity.mapper;
  return mapper.toExternal(record, mappingContext(pass, idMap));
}

function mappingContext(pass: Pass, idMap: IdMapDraft): MappingContext {
  return { ...pass.context, idMap };
}
