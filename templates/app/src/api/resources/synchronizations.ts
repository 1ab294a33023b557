import type { Synchronization } from '../../engine/index.ts';
import { resource } from '../resource.ts';

/** Runs (contract 242). */
export const synchronizations = resource<Synchronization>({
  type: 'synchronizations',
  model: 'synchronization',
  scope: (tenant) => ({ organization: { tenant } }),
  attributes: {
    status: { column: 'status', kind: 'text' },
    message: { column: 'message', kind: 'text', nullable: true },
    updated_at: { column: 'updatedAt', kind: 'instant' },
    created_at: { column: 'createdAt', kind: 'instant' },
  },
  relationships: { organization: { type: 'organizations', many: false, key: 'organizationId' } },
  filters: { uid: { relation: 'organization', column: 'uid', kind: 'text' } },
});
