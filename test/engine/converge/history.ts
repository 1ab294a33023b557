import fc from 'fast-check';
import type { JsonObject } from '../../../templates/app/src/engine/index.ts';
import type { CollectionName } from '../doubles/application-double.ts';
import { type Call, type Fault, faultsOf } from './faults.ts';
import type { Stage, StageSettings } from './stage.ts';

/** What people, webhooks, time and the schedule do to both sides. Records are named by their place, modulo. */
export type Step =
  | { do: 'create'; on: 'hub' | 'application' | 'both'; kind: CollectionName; fields: Fields }
  | { do: 'edit'; on: 'hub' | 'application'; kind: CollectionName; at: number; fields: Fields }
  | { do: 'toggle'; kind: CollectionName; at: number }
  | { do: 'notice'; on: 'hub' | 'application'; kind: CollectionName; at: number }
  | { do: 'deliver'; at: number; times: number }
  | { do: 'wait'; seconds: number }
  | { do: 'run'; faults: Fault[] };

/** `bad` is refused by the side it goes to; `company` is the place of one, or -1 for one that nobody knows. */
export interface Fields {
  version: number;
  detail: number;
  bad: boolean;
  company?: number | undefined;
}

export interface History {
  settings: StageSettings;
  steps: Step[];
}

const kind = fc.constantFrom<CollectionName>('company', 'person');
const side = fc.constantFrom<'hub' | 'application'>('hub', 'application');
const at = fc.nat(5);
const seconds = fc.constantFrom(1, 30, 119, 121, 290, 310, 3600, 50_000);
const skew = fc.constantFrom(0, 0, 5, -5, 130, -130, 300, -300);

const fields: fc.Arbitrary<Fields> = fc.record({
  version: fc.nat(3),
  detail: fc.nat(3),
  bad: fc.boolean(),
  company: fc.option(fc.integer({ min: -1, max: 3 }), { nil: undefined }),
});
const goodFields = fields.map((some) => ({ ...some, bad: false }));
const mostlyGood = fc.oneof({ weight: 6, arbitrary: goodFields }, { weight: 1, arbitrary: fields });

const fault: fc.Arbitrary<Fault> = fc
  .constantFrom(...(Object.keys(faultsOf) as Call[]))
  .chain((call) =>
    fc.record({ call: fc.constant(call), nth: fc.nat(2), how: fc.constantFrom<string>(...faultsOf[call]) }),
  );
const faults = fc.oneof(fc.constant<Fault[]>([]), fc.array(fault, { minLength: 1, maxLength: 4 }));

const does = <T extends Step['do']>(name: T) => ({ do: fc.constant(name) });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ ...does('create'), on: side, kind, fields: mostlyGood }),
  },
  // What a side refuses the hub cannot recognise.
  {
    weight: 1,
    arbitrary: fc.record({ ...does('create'), on: fc.constant('both'), kind, fields: goodFields }),
  },
  { weight: 6, arbitrary: fc.record({ ...does('edit'), on: side, kind, at, fields: mostlyGood }) },
  { weight: 1, arbitrary: fc.record({ ...does('toggle'), kind, at }) },
  { weight: 2, arbitrary: fc.record({ ...does('notice'), on: side, kind, at }) },
  { weight: 2, arbitrary: fc.record({ ...does('deliver'), at, times: fc.constantFrom(1, 2) }) },
  { weight: 3, arbitrary: fc.record({ ...does('wait'), seconds }) },
  { weight: 4, arbitrary: fc.record({ ...does('run'), faults }) },
);

export const history: fc.Arbitrary<History> = fc.record({
  settings: fc.record({
    conflicts: fc.constantFrom<'newest' | 'merge'>('newest', 'merge'),
    keys: fc.boolean(),
    hubAhead: skew,
    applicationAhead: skew,
  }),
  steps: fc.array(step, { minLength: 3, maxLength: 24 }),
});

/** Plays the steps on a stage. */
export async function play(stage: Stage, steps: readonly Step[]): Promise<void> {
  stage.hub.refuse = ({ name }) => (String(name).includes('bad') ? '400 bad' : undefined);
  stage.application.refuse = ({ title }) => (String(title).includes('bad') ? '422 bad' : undefined);
  const player = createPlayer(stage);
  for (const next of steps) await player(next);
}

interface Notice {
  on: 'hub' | 'application';
  kind: CollectionName;
  record: JsonObject;
}

const resources = { company: 'organizations', person: 'people' } as const;

function createPlayer(stage: Stage): (step: Step) => Promise<void> {
  const { hub, application } = stage;
  const notices: Notice[] = [];
  let born = 0;
  return async (step) => {
    if (step.do === 'wait') stage.forward(step.seconds);
    if (step.do === 'run') {
      stage.faults.set(step.faults);
      await stage.run();
      stage.faults.set([]);
    }
    if (step.do === 'create') {
      born += 1;
      const code = `${step.kind} ${born}`;
      if (step.on !== 'application')
        hub.save(resources[step.kind], hubFields(stage, step.kind, code, step.fields));
      if (step.on !== 'hub') application.save(step.kind, appFields(stage, step.kind, code, step.fields));
    }
    if (step.do === 'edit') edit(stage, step);
    if (step.do === 'toggle') {
      const record = pick(application.list(step.kind), step.at);
      if (record) application.save(step.kind, { active: record.active === false }, String(record.id));
    }
    if (step.do === 'notice') {
      const list = step.on === 'hub' ? hub.list(resources[step.kind]) : application.list(step.kind);
      const record = pick(list, step.at);
      if (record) notices.push({ on: step.on, kind: step.kind, record });
    }
    if (step.do === 'deliver')
      for (let i = 0; i < step.times; i += 1) await deliver(stage, pick(notices, step.at));
  };
}

function edit(stage: Stage, step: Extract<Step, { do: 'edit' }>): void {
  const { hub, application } = stage;
  if (step.on === 'hub') {
    const record = pick(hub.list(resources[step.kind]), step.at);
    if (!record) return;
    const fields = hubFields(stage, step.kind, String(record.code), step.fields);
    hub.save(resources[step.kind], fields, hubIdOf(record));
  } else {
    const record = pick(application.list(step.kind), step.at);
    if (!record) return;
    const fields = appFields(stage, step.kind, String(record.number), step.fields);
    application.save(step.kind, fields, String(record.id));
  }
}

async function deliver(stage: Stage, notice: Notice | undefined): Promise<void> {
  if (notice?.on === 'hub') await stage.notifyFromHub(resources[notice.kind], notice.record);
  if (notice?.on === 'application') await stage.notifyFromApplication(notice.kind, notice.record);
}

export const hubIdOf = (record: JsonObject) =>
  String((record.id as JsonObject[]).find(({ provider }) => provider === 'connec')?.id);

const nameOf = (code: string, { version, bad }: Fields) => `${code}, v${version}${bad ? ' bad' : ''}`;
const unknownCompany = [{ id: 'unknown', provider: 'connec', realm: 'org-1' }];

function hubFields({ hub }: Stage, kind: CollectionName, code: string, fields: Fields): JsonObject {
  const name = nameOf(code, fields);
  if (kind === 'company') return { code, name, industry: `i${fields.detail}` };
  const organization_id =
    fields.company === -1
      ? unknownCompany
      : fields.company === undefined
        ? undefined
        : pick(hub.list('organizations'), fields.company)?.id;
  return { code, name, email: `${code}@${fields.detail}`, ...(organization_id ? { organization_id } : {}) };
}

function appFields({ application }: Stage, kind: CollectionName, code: string, fields: Fields): JsonObject {
  const title = nameOf(code, fields);
  if (kind === 'company') return { number: code, title, branch: `i${fields.detail}` };
  const company_id =
    fields.company === undefined ? undefined : pick(application.list('company'), fields.company)?.id;
  return { number: code, title, mail: `${code}@${fields.detail}`, ...(company_id ? { company_id } : {}) };
}

function pick<T>(items: readonly T[], at: number): T | undefined {
  return items.length === 0 ? undefined : items[Math.max(0, at) % items.length];
}
