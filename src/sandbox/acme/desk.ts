import type { JsonObject } from '../record.ts';
import { AcmeError } from './acme-error.ts';
import {
  type AcmeRecord,
  createRecord,
  deleteRecord,
  tableOf,
  updateRecord,
  type Workspace,
} from './records.ts';
import type { AcmeState } from './state.ts';
import type { Happening } from './webhooks.ts';

/** What a person does in Acme; `happened` is told, so that webhooks go out. */
export interface Desk {
  list(collection: string, workspace?: string): AcmeRecord[];
  save(collection: string, record: JsonObject, workspace?: string): AcmeRecord;
  remove(collection: string, id: number, workspace?: string): void;
}

export function createDesk(
  state: AcmeState,
  now: () => Date,
  happened: (workspace: string, collection: string, happening: Happening, record: AcmeRecord) => void,
): Desk {
  return {
    list(collection, id) {
      return [...tableOf(workspaceOf(state, id), collection).records.values()].map((record) => ({
        ...record,
      }));
    },
    save(collection, fields, id) {
      const workspace = workspaceOf(state, id);
      const isNew = fields.id === undefined;
      const record = isNew
        ? createRecord(workspace, collection, fields, now())
        : updateRecord(workspace, collection, fields.id, fields, now());
      happened(workspace.id, collection, isNew ? 'created' : 'updated', record);
      return { ...record };
    },
    remove(collection, recordId, id) {
      const workspace = workspaceOf(state, id);
      happened(workspace.id, collection, 'deleted', deleteRecord(workspace, collection, recordId));
    },
  };
}

/** The workspace with this id; the first one when none is given. @throws {AcmeError} 404. */
export function workspaceOf(state: AcmeState, id = state.workspaces[0]?.id): Workspace {
  const workspace = state.workspaces.find((one) => one.id === id);
  if (!workspace) throw new AcmeError(404, 'not_found', `there is no workspace ${id}`);
  return workspace;
}
