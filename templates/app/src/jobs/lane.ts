import { type Log, messageOf } from '../engine/index.ts';
import { type Counts, type FailedJob, failedKept, type Handlers, idOf, type Job, type Lane } from './jobs.ts';

/** One lane of the jobs of this process. */
export type LaneInProcess = ReturnType<typeof createLane>;

interface Entry extends Pick<Job, 'kind' | 'key'> {
  urgent: boolean;
  attempt: number;
  failures: number;
  /** It was asked for while it was being done. */
  onceMore?: Job | undefined;
}

interface Settings {
  lane: Lane;
  /** As many are done at a time. */
  places: number;
  log: Log;
  patience: { attempts: number; delayMs: number };
}

/** @param handlers undefined as long as nothing is to be begun. */
export function createLane({ lane, places, log, patience }: Settings, handlers: () => Handlers | undefined) {
  // By what they are: a job waits once, however often it is asked for, and thousands may wait.
  const urgent = new Map<string, Entry>();
  const usual = new Map<string, Entry>();
  const delayed = new Map<string, { entry: Entry; timer: NodeJS.Timeout }>();
  const running = new Map<string, Entry>();
  const failed = new Map<string, FailedJob>();
  let failures = 0;
  let closed = false;
  let idle: (() => void)[] = [];

  function add(job: Job) {
    const id = idOf(job);
    const atWork = running.get(id);
    if (atWork) atWork.onceMore = { ...job, urgent: (job.urgent || atWork.onceMore?.urgent) ?? false };
    else if (!isWaiting(id)) put(newEntry(job), job.delayMs ?? 0);
    else if (job.urgent) hurry(id);
  }

  const isWaiting = (id: string) => urgent.has(id) || usual.has(id) || delayed.has(id);

  function put(entry: Entry, delayMs: number) {
    const id = idOf(entry);
    if (delayMs > 0) {
      const timer = setTimeout(() => {
        delayed.delete(id);
        put(entry, 0);
      }, delayMs);
      delayed.set(id, { entry, timer });
    } else {
      (entry.urgent ? urgent : usual).set(id, entry);
      start();
    }
  }

  function hurry(id: string) {
    const entry = delayed.get(id)?.entry ?? usual.get(id);
    if (!entry) return;
    clearTimeout(delayed.get(id)?.timer);
    delayed.delete(id);
    usual.delete(id);
    put({ ...entry, urgent: true }, 0);
  }

  function start() {
    while (handlers() && running.size < places) {
      const [next] = urgent.size > 0 ? urgent : usual;
      if (!next) break;
      const [id, entry] = next;
      urgent.delete(id);
      usual.delete(id);
      running.set(id, entry);
      void run(id, entry);
    }
    if (!isIdle()) return;
    for (const resolve of idle) resolve();
    idle = [];
  }

  async function run(id: string, entry: Entry) {
    entry.attempt += 1;
    let againInMs: number | undefined;
    try {
      const work = { key: entry.key, lane, attempt: entry.attempt };
      againInMs = (await handlers()?.[entry.kind](work))?.againInMs;
    } catch (error) {
      againInMs = fail(entry, error);
    }
    running.delete(id);
    if (closed) entry.onceMore = undefined;
    else if (againInMs !== undefined) put(entry, againInMs);
    else if (entry.onceMore) put(newEntry(entry.onceMore), entry.onceMore.delayMs ?? 0);
    start();
  }

  /** @returns in how many milliseconds it is tried again; undefined: it has failed for good. */
  function fail(entry: Entry, error: unknown): number | undefined {
    entry.failures += 1;
    const { kind, key, failures: times } = entry;
    const again = times < patience.attempts;
    const job = idOf(entry);
    log.error({ err: error, job, attempts: times }, again ? 'job failed' : 'job failed for good');
    if (again) return patience.delayMs * 2 ** (times - 1);
    failures += 1;
    const reason = messageOf(error);
    const id = `${lane}/${failures}`;
    failed.set(id, { id, kind, key, lane, reason, attempts: times, failedAt: new Date() });
    for (const oldest of [...failed.keys()].slice(0, failed.size - failedKept)) failed.delete(oldest);
    return undefined;
  }

  function retry(id: string): boolean {
    const job = failed.get(id);
    if (job) add({ kind: job.kind as Job['kind'], key: job.key, lane });
    return failed.delete(id);
  }

  const isIdle = () => urgent.size + usual.size + delayed.size + running.size === 0;

  return {
    add,
    start,
    find(kind: string, key: string): 'waiting' | 'running' | undefined {
      const id = `${kind}:${key}`;
      if (running.has(id)) return 'running';
      return isWaiting(id) ? 'waiting' : undefined;
    },
    counts: (): Counts => ({
      waiting: urgent.size + usual.size,
      delayed: delayed.size,
      running: running.size,
      failed: failed.size,
    }),
    failed: () => [...failed.values()],
    retry,
    discard: (id: string) => failed.delete(id),
    isIdle,
    idle: () => (isIdle() ? Promise.resolve() : new Promise<void>((resolve) => idle.push(resolve))),
    /** Forgets what waits. */
    async close() {
      closed = true;
      for (const { timer } of delayed.values()) clearTimeout(timer);
      for (const waiting of [urgent, usual, delayed]) waiting.clear();
      if (!isIdle()) await new Promise<void>((resolve) => idle.push(resolve));
    },
  };
}

const newEntry = ({ kind, key, urgent = false }: Job): Entry => ({
  kind,
  key,
  urgent,
  attempt: 0,
  failures: 0,
});
