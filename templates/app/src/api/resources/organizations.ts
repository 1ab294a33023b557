import { z } from 'zod';
import type { Connector } from '../../connector.ts';
import { initialSwitches, type Organization, switchesOf } from '../../engine/index.ts';
import { connecNames, externalNames } from '../../pages/entity-names.ts';
import { resource } from '../resource.ts';

/** Customers (contract 240, 246). What they are linked to, and their tokens, are no attributes of theirs here. */
export const organizations = resource<Organization>({
  type: 'organizations',
  model: 'organization',
  scope: (tenant) => ({ tenant }),
  attributes: {
    name: { column: 'name', kind: 'text', written: 'always', required: true },
    // An account is named: contract 240 asks no more, though what opens it may be missing.
    has_account_linked: {
      schema: z.boolean(),
      needs: ['oauthUid'],
      compute: (rows) => rows.map(({ oauthUid }) => oauthUid !== null),
    },
    uid: { column: 'uid', kind: 'text', written: 'once', required: true },
    org_uid: { column: 'orgUid', kind: 'text', nullable: true, written: 'always' },
    account_creation_link: {
      schema: z.string().nullable(),
      needs: [],
      compute: (rows, { external }) => rows.map(() => external.signUpLink ?? null),
    },
    displayable_synchronized_entities: {
      schema: z.record(z.string(), displayable()),
      needs: ['synchronizedEntities'],
      compute: (rows, { external }) => rows.map((row) => entitiesOf(row, external)),
    },
    date_filtering_limit: { column: 'dateFilteringLimit', kind: 'instant', nullable: true },
    tenant: { column: 'tenant', kind: 'text', written: 'ignored' },
    provider: { column: 'provider', kind: 'text', written: 'once' },
    sync_enabled: { column: 'syncEnabled', kind: 'boolean', written: 'always' },
    entities_types: { schema: z.array(z.string()), needs: [], compute: typesOfRecords },
  },
  relationships: { synchronizations: { type: 'synchronizations', many: true, key: 'organizationId' } },
  writing: {
    async also({ connector, tenant, id }) {
      const isNew = id === undefined;
      return {
        tenant,
        ...(isNew ? { synchronizedEntities: { ...initialSwitches(connector.external.entities) } } : {}),
      };
    },
  },
});

function displayable() {
  return z.object({
    connec_name: z.string(),
    external_name: z.string(),
    can_push_to_connec: z.boolean(),
    can_push_to_external: z.boolean(),
  });
}

/** Contract 279. */
function entitiesOf(organization: Organization, { entities }: Connector['external']) {
  const described = entities.map((entity) => {
    const { toConnec, toExternal } = switchesOf(organization, entity);
    const names = { connec_name: connecNames(entity), external_name: externalNames(entity) };
    return [entity.key, { ...names, can_push_to_connec: toConnec, can_push_to_external: toExternal }];
  });
  return Object.fromEntries(described);
}

/** Those of the organization's own id maps: one statement for a page, along an index (improvement 4.10, 6.2). */
async function typesOfRecords(rows: readonly Organization[], { database }: Connector): Promise<string[][]> {
  const found = await database.idMap.groupBy({
    by: ['organizationId', 'connecEntity', 'externalEntity'],
    where: { organizationId: { in: rows.map(({ id }) => id) } },
  });
  return rows.map(({ id }) => {
    const own = found.filter(({ organizationId }) => organizationId === id);
    return ['All', ...new Set(own.map(({ externalEntity }) => externalEntity).sort())];
  });
}
