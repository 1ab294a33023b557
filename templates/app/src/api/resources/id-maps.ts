import type { IdMap } from '../../engine/index.ts';
import { resource } from '../resource.ts';

/** Which record is which on the other side (contract 243). The engine's own notes on them are nobody else's. */
export const idMaps = resource<IdMap>({
  type: 'id_maps',
  model: 'idMap',
  scope: (tenant) => ({ organization: { tenant } }),
  attributes: {
    connec_id: { column: 'connecId', kind: 'text', nullable: true },
    external_entity: { column: 'externalEntity', kind: 'text' },
    external_id: { column: 'externalId', kind: 'text', nullable: true },
    name: { column: 'name', kind: 'text', nullable: true },
    message: { column: 'message', kind: 'text', nullable: true },
  },
  relationships: { organization: { type: 'organizations', many: false, key: 'organizationId' } },
  filters: { uid: { relation: 'organization', column: 'uid', kind: 'text' } },
});
