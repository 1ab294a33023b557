import {
  type BatchResult,
  type ConnecClient,
  RecordError,
  RunError,
  UnansweredError,
  UnauthorizedError,
} from '../../../templates/app/src/engine/index.ts';
import type { ApplicationDouble } from '../doubles/application-double.ts';
import type { DoubleClient } from '../doubles/double-entities.ts';
import type { HubDouble } from '../doubles/hub-double.ts';

/** Every call the engine makes, and every way it can go wrong. */
export const faultsOf = {
  'hub.pages': ['fails'],
  'hub.get': ['fails', 'refused', 'down'],
  'hub.batch': ['fails', 'answer lost', 'fewer done', 'fewer answered', 'one refused'],
  'application.list': ['fails', 'unauthorized'],
  'application.get': ['fails'],
  'application.find': ['fails'],
  'application.create': ['fails', 'answer lost', 'refused'],
  'application.update': ['fails', 'answer lost', 'refused', 'unauthorized'],
} as const;

export type Call = keyof typeof faultsOf;

/** The `nth` call of its kind, from 0, goes wrong in this way. */
export interface Fault {
  call: Call;
  nth: number;
  how: string;
}

/** What is to go wrong from now on; counts calls from 0 again. */
export interface FaultPlan {
  set(faults: readonly Fault[]): void;
  /** How this call is to go wrong, if it is. */
  next(call: Call): string | undefined;
}

export function createFaultPlan(): FaultPlan {
  let faults: readonly Fault[] = [];
  let counts = new Map<Call, number>();
  return {
    set(wanted) {
      faults = wanted;
      counts = new Map();
    },
    next(call) {
      const count = counts.get(call) ?? 0;
      counts.set(call, count + 1);
      return faults.find((fault) => fault.call === call && fault.nth === count)?.how;
    },
  };
}

const readSize = 3;

export function faultyConnec(hub: HubDouble, plan: FaultPlan): ConnecClient {
  return {
    async *pages(resource, { filter = '' } = {}) {
      const since = Date.parse(/updated_at gt '(.*?)'/.exec(filter)?.[1] ?? '');
      const records = hub.list(resource, Number.isNaN(since) ? undefined : since);
      for (let start = 0; start === 0 || start < records.length; start += readSize) {
        failHubIf(plan.next('hub.pages'));
        yield records.slice(start, start + readSize);
      }
    },
    async get(resource, id) {
      const how = plan.next('hub.get');
      if (how === 'refused') throw new RecordError('Connec!: 422');
      if (how === 'fails') throw new UnansweredError('Connec!: 500');
      failHubIf(how);
      return hub.get(resource, id);
    },
    async batch(operations) {
      const how = plan.next('hub.batch');
      failHubIf(how === 'fails' ? how : undefined);
      const done = operations.length - (how === 'fewer done' ? 1 : 0);
      const results: BatchResult[] = operations
        .slice(0, done)
        .map((operation, i) =>
          how === 'one refused' && i === 0 ? { status: 500, error: '500 not now' } : hub.apply(operation),
        );
      failHubIf(how === 'answer lost' ? how : undefined);
      const answered = results.slice(0, operations.length - (how?.startsWith('fewer') ? 1 : 0));
      return operations.map((_, i) => answered[i] ?? { status: 0, error: 'did not answer this operation' });
    },
  };
}

export function faultyApplication(application: ApplicationDouble, plan: FaultPlan): DoubleClient {
  const write = async <T>(call: Call, work: () => T): Promise<T> => {
    const how = plan.next(call);
    if (how !== 'answer lost') failIf(how);
    const answer = work();
    failIf(how === 'answer lost' ? how : undefined);
    return answer;
  };
  return {
    async *list(collection, since) {
      const records = application.list(collection, since);
      for (let start = 0; start === 0 || start < records.length; start += readSize) {
        failIf(plan.next('application.list'));
        yield records.slice(start, start + readSize);
      }
    },
    get: (...args) => write('application.get', () => application.get(...args)),
    find: (...args) => write('application.find', () => application.find(...args)),
    create: (...args) => write('application.create', () => application.create(...args)),
    update: (...args) => write('application.update', () => application.update(...args)),
  };
}

/** The hub's client says everything by a RunError. */
function failHubIf(how: string | undefined): void {
  if (how !== undefined) throw new RunError(`Connec!: ${how}`);
}

/** An application's client says what it knows to be refused by a RecordError, and the rest by any other. */
function failIf(how: string | undefined): void {
  if (how === 'unauthorized') throw new UnauthorizedError('401');
  if (how === 'refused') throw new RecordError('429 not now');
  if (how !== undefined) throw new Error(`application: ${how}`);
}
