import type { JsonObject } from '../../../src/engine/index.ts';
import type { CollectionName } from '../doubles/application-double.ts';
import { hubIdOf } from './history.ts';
import type { Stage } from './stage.ts';

const resources = { company: 'organizations', person: 'people' } as const;

/** Where both sides are not equal on the fields they share, in words; empty when they are. */
export function differences(stage: Stage): string[] {
  return (['company', 'person'] as const).flatMap((kind) => [
    ...doubled(stage, kind),
    ...differing(stage, kind),
  ]);
}

/** Every record, by its code, must be there once. */
function doubled({ hub, application }: Stage, kind: CollectionName): string[] {
  const twice = (side: string, labels: string[]) =>
    labels.filter((label, i) => labels.indexOf(label) !== i).map((label) => `${side} has ${label} twice`);
  return [
    ...twice(
      'the hub',
      hub.list(resources[kind]).map(({ code }) => String(code)),
    ),
    ...twice(
      'the application',
      application.list(kind).map(({ number }) => String(number)),
    ),
  ];
}

function differing(stage: Stage, kind: CollectionName): string[] {
  const theirs = byCode(stage.hub.list(resources[kind]).map(fromHub));
  const mine = byCode(stage.application.list(kind).map(fromApplication));
  return [...new Set([...theirs.keys(), ...mine.keys()])].flatMap((label) => {
    const [hub, application] = [theirs.get(label), mine.get(label)];
    if (application?.active === false) return [];
    const same = hub && application && sameText(hub) === sameText(application);
    return same ? [] : [`${label}: hub ${sameText(hub)}, application ${sameText(application)}`];
  });
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

const byCode = (records: Shared[]) => new Map(records.map((record) => [String(record.code), record]));
const sameText = (record: Shared | undefined) =>
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
