import type { JsonObject } from '../../../templates/app/src/engine/index.ts';
import { hubIdOf } from './history.ts';
import type { Stage } from './stage.ts';

const resources = { company: 'organizations', person: 'people' } as const;

type Sides = Pick<Stage, 'hub' | 'application'>;

/** Where both sides are not equal on the fields they share, in words; empty when they are. */
export function differences({ hub, application }: Sides): string[] {
  return (['company', 'person'] as const).flatMap((kind) => {
    const theirs = groupBy(hub.list(resources[kind]).map(fromHub), ({ code }) => code);
    const mine = groupBy(application.list(kind).map(fromApplication), ({ code }) => code);
    const codes = new Set([...theirs.keys(), ...mine.keys()]);
    return [...codes].flatMap((code) => compare(code, theirs.get(code) ?? [], mine.get(code) ?? []) ?? []);
  });
}

/** Each record is there once on either side. One that is inactive does not travel: nobody knows it again. */
function compare(code: unknown, theirs: Shared[], mine: Shared[]): string | undefined {
  const active = mine.filter((record) => record.active);
  if (theirs.length > 1) return `the hub has ${code} twice`;
  if (active.length > 1) return `the application has ${code} twice`;
  if (active.length === 0 && mine.length > 0) return undefined;
  const [hub, application] = [textOf(theirs[0]), textOf(active[0])];
  return hub === application ? undefined : `${code}: hub ${hub}, application ${application}`;
}

interface Shared {
  code: unknown;
  name: unknown;
  detail: unknown;
  company: unknown;
  active: boolean;
}

function fromHub(record: JsonObject): Shared {
  const ids = Array.isArray(record.organization_id) ? (record.organization_id as JsonObject[]) : [];
  const own = ids.find(({ provider }) => provider === 'double')?.id;
  const { code, name, industry, email } = record;
  return { code, name, detail: industry ?? email, company: own ?? ids[0]?.id, active: true };
}

function fromApplication({ number, title, branch, mail, company_id, active }: JsonObject): Shared {
  return { code: number, name: title, detail: branch ?? mail, company: company_id, active: active !== false };
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const textOf = (record: Shared | undefined) =>
  record ? JSON.stringify([record.name, record.detail, record.company ?? null]) : 'nothing';

/** A person corrects what a side refuses, and what refers to nothing. */
export function heal({ hub, application }: Stage): void {
  const known = hub.save('organizations', { code: 'known', name: 'known', industry: 'i0' }).id;
  for (const kind of ['company', 'person'] as const) {
    for (const record of hub.list(resources[kind])) {
      const name = String(record.name).replace(' bad', '');
      const lost = JSON.stringify(record.organization_id ?? '').includes('"unknown"');
      if (name === record.name && !lost) continue;
      hub.save(resources[kind], { name, ...(lost ? { organization_id: known } : {}) }, hubIdOf(record));
    }
    for (const record of application.list(kind)) {
      const title = String(record.title).replace(' bad', '');
      if (title !== record.title) application.save(kind, { title }, String(record.id));
    }
  }
}
