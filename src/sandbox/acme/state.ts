import type { Idempotent } from './idempotency.ts';
import type { Grants } from './oauth/grants.ts';
import { emptyGrants } from './oauth/grants.ts';
import { type AcmeRecord, newWorkspace, type Workspace } from './records.ts';
import type { Subscription } from './subscriptions.ts';

/** Everything one Acme knows. */
export interface AcmeState {
  workspaces: Workspace[];
  grants: Grants;
  /** Answers to writes that carried an idempotency key. */
  answered: Map<string, Idempotent>;
  /** Who is told of changes, by id. */
  subscriptions: Map<string, Subscription>;
}

export function newState(): AcmeState {
  return {
    workspaces: [newWorkspace('north', 'Acme North'), newWorkspace('south', 'Acme South')],
    grants: emptyGrants(),
    answered: new Map(),
    subscriptions: new Map(),
  };
}

interface Dump {
  workspaces: {
    id: string;
    name: string;
    /** In files of earlier versions there is none. */
    apiKey?: string;
    tables: Record<string, { lastId: number; records: AcmeRecord[] }>;
  }[];
  /** The same. */
  subscriptions?: [string, Subscription][];
  grants: {
    [Kind in keyof Grants]: [string, Grants[Kind] extends Map<string, infer Value> ? Value : never][];
  };
}

/** The state as JSON can hold it; what was answered is forgotten. */
export function dumpState({ workspaces, grants, subscriptions }: AcmeState): Dump {
  return {
    subscriptions: [...subscriptions],
    workspaces: workspaces.map(({ id, name, apiKey, tables }) => ({
      id,
      name,
      apiKey,
      tables: mapValues(tables, ({ lastId, records }) => ({ lastId, records: [...records.values()] })),
    })),
    grants: { codes: [...grants.codes], access: [...grants.access], refresh: [...grants.refresh] },
  };
}

/** The state that `dumpState` wrote; kinds of record that Acme did not have then are empty. */
export function loadState({ workspaces, grants, subscriptions = [] }: Dump): AcmeState {
  return {
    subscriptions: new Map(subscriptions),
    workspaces: workspaces.map(({ id, name, apiKey, tables }) => {
      const kept = mapValues(tables, ({ lastId, records }) => ({
        lastId,
        records: new Map(records.map((record) => [record.id, record])),
      }));
      const empty = newWorkspace(id, name);
      return { ...empty, ...(apiKey ? { apiKey } : {}), tables: { ...empty.tables, ...kept } };
    }),
    grants: {
      codes: new Map(grants.codes),
      access: new Map(grants.access),
      refresh: new Map(grants.refresh),
    },
    answered: new Map(),
  };
}

function mapValues<In, Out>(object: Record<string, In>, change: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
