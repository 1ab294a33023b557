import { z } from 'zod';
import type { Connector } from '../connector.ts';
import { type IdMap, type Organization, publicName } from '../engine/index.ts';
import { readId } from '../read-id.ts';
import { externalNames } from './entity-names.ts';
import { findRecords, stateNames } from './find-records.ts';
import { connecLink, externalLink } from './record-links.ts';
import { stateOf } from './record-state.ts';

/** What the form above the list asks for; what makes no sense is as if it had not been asked. */
export interface MappingQuery {
  q: string;
  entity: string;
  state: (typeof stateNames)[number];
  after: number | undefined;
}

export function readMappingQuery(query: unknown): MappingQuery {
  return { ...querySchema.parse(query), after: readId((query as { after?: unknown }).after) };
}

const querySchema = z.object({
  q: z.string().trim().max(255).catch(''),
  entity: z.string().catch(''),
  state: z.enum(stateNames).catch('all'),
});

/** One page of the organization's records (contract 276, improvement 4.11). */
export async function presentMapping(connector: Connector, organization: Organization, asked: MappingQuery) {
  const { external } = connector;
  const chosen = external.entities.find(({ key }) => key === asked.entity);
  const { rows, next, unfinished } = await findRecords(connector, organization.id, {
    entities: chosen ? [chosen] : external.entities,
    state: asked.state,
    search: asked.q,
    after: asked.after,
  });
  const filters = { q: asked.q, entity: chosen?.key ?? '', state: asked.state };
  return {
    filters,
    filtered: filters.q !== '' || filters.entity !== '' || filters.state !== 'all',
    entities: external.entities.map((entity) => ({ key: entity.key, name: externalNames(entity) })),
    states: stateNames,
    rows: rows.map((row) => presentRecord(connector, organization, row)),
    isFirst: asked.after === undefined,
    first: addressOf(filters),
    next: next && addressOf({ ...filters, after: String(next) }),
    unfinished,
  };
}

/** One record, as lists show it. */
export function presentRecord(connector: Connector, organization: Organization, row: IdMap) {
  const { id, name, connecId, externalId, message, parkedAt } = row;
  return {
    id,
    name,
    connecEntity: publicName(row.connecEntity),
    connecId,
    connecLink: connecLink(connector, organization, row),
    externalEntity: publicName(row.externalEntity),
    externalId,
    externalLink: externalLink(connector, organization, row),
    state: stateOf(row, connector.external.name),
    message,
    parkedAt,
  };
}

function addressOf(query: Record<string, string>): string {
  const said = Object.entries(query).filter(([, value]) => value !== '' && value !== 'all');
  return said.length === 0 ? '/mapping' : `/mapping?${new URLSearchParams(said)}`;
}
