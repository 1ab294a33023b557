import type { Connector } from '../connector.ts';
import { type AnyEntity, type IdMap, isPostgres, type Prisma, partsOf } from '../engine/index.ts';

export const pageSize = 50;

/** A search looks at so many records of a kind at a time: it takes no longer with millions of them. */
const lookedThrough = 20_000;

/** What of an organization's records is wanted. */
export interface Wanted {
  /** Of these kinds, in this order. */
  entities: readonly AnyEntity[];
  state: StateName;
  /** Part of the name, or a whole id of either side. Empty: all. */
  search: string;
  /** The id of the row that the page before has ended with. */
  after?: number | undefined;
}

/** `linked` are well, on both sides. */
export const stateNames = ['all', 'linked', 'waiting', 'failed', 'parked'] as const;
export type StateName = (typeof stateNames)[number];

export interface FoundRecords {
  rows: IdMap[];
  /** What the next page begins behind; undefined on the last one. */
  next: number | undefined;
  /** There was much to look through: more may be found behind `next`. */
  unfinished: boolean;
}

/**
 * One page of records, kind by kind: the newest first, or what has been in trouble for longest. Each statement reads
 * an index from where the page before has ended, and no more of it than a page, or than a search looks through.
 *
 * @param atATime how many records of a kind a search looks through.
 */
export async function findRecords(
  connector: Connector,
  organizationId: number,
  wanted: Wanted,
  atATime = lookedThrough,
): Promise<FoundRecords> {
  const kinds = kindsOf(wanted.entities);
  const last = await lastOf(connector, organizationId, kinds, wanted.after);
  const byId = last ? [] : await findById(connector, organizationId, kinds, wanted);
  const { found, edge } = await walk({ connector, organizationId, wanted, atATime }, kinds, last);
  const isMore = found.length > pageSize;
  const shown = found.slice(0, pageSize).filter((row) => !byId.some(({ id }) => id === row.id));
  return {
    rows: [...byId, ...shown.filter((row) => keeps(row, wanted))],
    next: isMore ? found[pageSize - 1]?.id : edge,
    unfinished: !isMore && edge !== undefined,
  };
}

/** The row that the page before has ended with; null for the first page, or when it is of none of these kinds. */
async function lastOf({ database }: Connector, organizationId: number, kinds: Kind[], after?: number) {
  const row = after ? await database.idMap.findFirst({ where: { id: after, organizationId } }) : null;
  return row && kinds.some((kind) => isOf(row, kind)) ? row : null;
}

interface Search {
  connector: Connector;
  organizationId: number;
  wanted: Wanted;
  atATime: number;
}

/** One row more than a page has, if there are so many, or up to the edge of what is looked through at a time. */
async function walk(search: Search, kinds: Kind[], last: IdMap | null) {
  const start = last ? kinds.findIndex((kind) => isOf(last, kind)) : 0;
  const found: IdMap[] = [];
  for (const [index, kind] of kinds.slice(start).entries()) {
    const page = await findOfKind(search, kind, index === 0 ? last : null, pageSize + 1 - found.length);
    found.push(...page.rows);
    if (page.edge !== undefined || found.length > pageSize) return { found, edge: page.edge };
  }
  return { found, edge: undefined };
}

type Kind = Pick<IdMap, 'connecEntity' | 'externalEntity'>;
type Where = Prisma.IdMapWhereInput;

/** What id maps call the parts of these entities. */
export function kindsOf(entities: readonly AnyEntity[]): Kind[] {
  return entities.flatMap(partsOf).map(({ connecName, externalName }) => ({
    connecEntity: connecName.toLowerCase(),
    externalEntity: externalName.toLowerCase(),
  }));
}

const isOf = (row: Kind, { connecEntity, externalEntity }: Kind) =>
  row.connecEntity === connecEntity && row.externalEntity === externalEntity;

function findById({ database }: Connector, organizationId: number, kinds: Kind[], { search, state }: Wanted) {
  if (!search || kinds.length === 0) return [];
  const either = kinds.flatMap((kind) => [
    { ...kind, connecId: search },
    { ...kind, externalId: search },
  ]);
  return database.idMap.findMany({
    where: { organizationId, OR: either, AND: conditions[state] },
    take: pageSize,
  });
}

/** @returns `edge` when there is more to look through than at a time. */
async function findOfKind(
  { connector, organizationId, wanted: { state, search }, atATime }: Search,
  kind: Kind,
  last: IdMap | null,
  take: number,
): Promise<{ rows: IdMap[]; edge: number | undefined }> {
  const { idMap } = connector.database;
  const order = orders[state] ?? newestFirst;
  const orderBy = [{ [order.column]: order.direction }, { id: order.direction }];
  const from: Where[] = [{ organizationId, ...kind }, ...(last ? behind(order, last) : [])];
  const isLong = order === newestFirst && (search !== '' || state === 'linked');
  const edge = isLong ? await idMap.findFirst({ where: { AND: from }, orderBy, skip: atATime }) : null;
  const until: Where[] = edge
    ? [{ createdAt: { gte: edge.createdAt } }, { NOT: { AND: behind(order, edge) } }]
    : [];
  const rows = await idMap.findMany({
    where: { AND: [...from, ...until, conditions[state], nameLike(connector, search)] },
    orderBy,
    take,
  });
  return { rows, edge: edge?.id };
}

const conditions: Record<StateName, Where> = {
  all: {},
  linked: { connecId: { not: null }, externalId: { not: null }, dueAt: null, parkedAt: null },
  waiting: { dueAt: { not: null }, waitingFor: { not: null } },
  failed: { dueAt: { not: null }, waitingFor: null, failures: { gt: 0 } },
  parked: { parkedAt: { not: null } },
};

interface Order {
  column: 'createdAt' | 'dueAt' | 'parkedAt';
  direction: 'asc' | 'desc';
}

/** As their indexes have them. */
const newestFirst: Order = { column: 'createdAt', direction: 'desc' };
const orders: Partial<Record<StateName, Order>> = {
  waiting: { column: 'dueAt', direction: 'asc' },
  failed: { column: 'dueAt', direction: 'asc' },
  parked: { column: 'parkedAt', direction: 'asc' },
};

/** One that is in this state no more: from the beginning. */
function behind({ column, direction }: Order, last: IdMap): Where[] {
  const at = last[column];
  if (at === null) return [];
  const than = direction === 'asc' ? 'gt' : 'lt';
  return [
    { [column]: { [`${than}e`]: at } },
    { OR: [{ [column]: { [than]: at } }, { [column]: at, id: { [than]: last.id } }] },
  ];
}

/**
 * Prisma leaves what LIKE makes something of as it is: here it stands for any character, and what that lets in too
 * much is left out by `keeps`.
 */
function nameLike({ database }: Connector, search: string): Where {
  if (!search) return {};
  const mode = isPostgres(database) ? { mode: 'insensitive' as const } : {};
  return { name: { contains: search.replace(/[%_\\]/g, '_'), ...mode } };
}

const keeps = ({ name }: IdMap, { search }: Wanted): boolean =>
  !/[%_\\]/.test(search) || (name ?? '').toLowerCase().includes(search.toLowerCase());
