import type { MappingContext } from './context.ts';
import type { IdMapDraft } from './id-maps.ts';
import { answer, type Found, type LookUp, nothingFound } from './look-up.ts';
import type { Direction, Mapper } from './mapper.ts';
import type { Pass, Siblings } from './pass.ts';
import type { JsonObject } from './record.ts';
import { readSiblings } from './siblings.ts';

/** A record about to be mapped, with its id map, and the hub id that this is going to have. */
export interface ToMap {
  record: JsonObject;
  idMap: IdMapDraft;
  connecId?: string | undefined;
}

/** Looks up together what the records of a page will need to be mapped: one statement for each kind of thing. */
export async function lookUpPage(
  pass: Pass,
  direction: Direction,
  records: readonly ToMap[],
  known?: Siblings,
): Promise<void> {
  pass.page = { find: nothingFound, siblings: known ?? new Map(), failed: new Map() };
  await lookUpMore(pass, direction, records);
}

/** Whether mapping a record of this part needs anything but the record. */
export const looksUp = ({ entity, partNames }: Pass): boolean =>
  entity.lookUps !== undefined || partNames.length > 1;

/** The same for what the other side answered, next to what the page has looked up already. */
export async function lookUpMore(pass: Pass, direction: Direction, records: readonly ToMap[]): Promise<void> {
  await lookUpSiblings(pass, records);
  if (!pass.entity.lookUps) return;
  const { page } = pass;
  const lookUps = records.flatMap((record) => askFor(pass, direction, record));
  const find = await answer(pass, lookUps);
  pass.page = { ...page, find: eitherOf(find, page.find) };
}

async function lookUpSiblings(pass: Pass, records: readonly ToMap[]): Promise<void> {
  const { siblings } = pass.page;
  const connecIds = records.flatMap(({ idMap, connecId }) => connecId ?? idMap.connecId ?? []);
  const unread = connecIds.filter((id) => !siblings.has(id));
  const more = await readSiblings(pass, unread);
  if (more.size > 0) pass.page = { ...pass.page, siblings: new Map([...siblings, ...more]) };
}

const eitherOf = (first: Found, second: Found): Found => ({
  idMap: (lookUp) => first.idMap(lookUp) ?? second.idMap(lookUp),
  record: (lookUp) => first.record(lookUp) ?? second.record(lookUp),
});

/** A record whose look-ups cannot even be named fails when it is mapped, and alone. */
function askFor(pass: Pass, direction: Direction, { record, idMap }: ToMap): readonly LookUp[] {
  try {
    return pass.entity.lookUps?.(record, direction, mappingContext(pass, idMap)) ?? [];
  } catch (error) {
    pass.page.failed.set(idMap, error);
    return [];
  }
}

/** The external record in the hub's terms, with plain ids. The creation mapper is for what it has never seen. */
export function mapToConnec(pass: Pass, external: JsonObject, idMap: IdMapDraft): JsonObject {
  const { entity } = pass;
  const unseen = idMap.lastPushToConnec === null && idMap.connecId === null;
  const mapper = mapperOf(entity, unseen);
  return withoutCurrency(pass, mapper.toConnec(external, mappingContext(pass, idMap)), idMap);
}

/** The hub's record (unfolded) in the external application's terms. */
export function mapToExternal(pass: Pass, record: JsonObject, idMap: IdMapDraft): JsonObject {
  const { entity } = pass;
  const unseen = idMap.lastPushToExternal === null && idMap.externalId === null;
  const mapper = mapperOf(entity, unseen);
  return mapper.toExternal(record, mappingContext(pass, idMap));
}

/** Contract 116, 117: a singleton was never created by us. */
function mapperOf({ mapper, creationMapper, singleton }: Pass['entity'], unseen: boolean): Mapper {
  return (unseen && !singleton && creationMapper) || mapper;
}

/** Contract 177: the amounts of a record in another currency than the hub's are not its to have. */
function withoutCurrency({ entity }: Pass, record: JsonObject, idMap: IdMapDraft): JsonObject {
  if (entity.currencyFields.length === 0 || !JSON.parse(idMap.metadata).ignoreCurrencyUpdate) return record;
  return Object.fromEntries(Object.entries(record).filter(([key]) => !entity.currencyFields.includes(key)));
}

function mappingContext(pass: Pass, idMap: IdMapDraft): MappingContext {
  const { find, siblings, failed } = pass.page;
  if (failed.has(idMap)) throw failed.get(idMap);
  const { organization, connec, external, options, log, bag } = pass.context;
  return {
    organization,
    connec,
    external,
    options,
    log,
    bag,
    idMap,
    find,
    siblings: siblings.get(idMap.connecId ?? '') ?? noSiblings,
    flag: (name, value) => {
      idMap.metadata = JSON.stringify({ ...JSON.parse(idMap.metadata), [name]: value });
    },
  };
}

const noSiblings = Object.freeze({});
