/**
 * Where jobs wait their turn. Each lane is a queue of its own and has places of its own in every process: what fills
 * one of them keeps nothing in another from being done.
 */
export const lanes = ['live', 'backfill', 'inbox', 'chores'] as const;

export type Lane = (typeof lanes)[number];

/** What there is to do, and the lanes it may wait in: in the first one, unless a job says otherwise. */
export const kinds = {
  /** Runs of one organization, whose id is the key; long ones in the lane "backfill". */
  synchronize: ['live', 'backfill'],
  /** Messages of one group: see group-key.ts. */
  inbox: ['inbox'],
  /** To be told of changes by the application, for the organization whose id is the key. */
  subscribe: ['chores'],
  /** Every minute: asks for what is due. */
  clock: ['chores'],
  /** Every hour: throws away what nobody needs any more. */
  prune: ['chores'],
} as const satisfies Record<string, readonly Lane[]>;

export type Kind = keyof typeof kinds;

/**
 * Work to do apart from a request. A job only says "look": what is to be done stands in the database, so that nothing
 * is lost with a queue. A job that waits is not added again; one that is being done is done once more after it.
 */
export interface Job {
  kind: Kind;
  key: string;
  lane?: Lane;
  /** Somebody is waiting for it: it goes before those that are not, and waits out no delay. */
  urgent?: boolean;
  /** Not before so many milliseconds have gone by. */
  delayMs?: number;
}

/** How a job is told what it is to do. */
export interface Work {
  key: string;
  lane: Lane;
  /** 1 for the first time; it counts those that ended in `Again`, and those that failed. */
  attempt: number;
}

/** It could not be done yet: it is looked at again, and takes up no place until then. */
export interface Again {
  againInMs: number;
}

/** What it throws is logged, and the job tried again: see `retries`. */
export type Handlers = Record<Kind, (work: Work) => Promise<Again | undefined>>;

/**
 * A job that has failed is tried so often, the second time after `delayMs`, then after twice as long each time: for
 * eight minutes, so that a database that is away for a while makes no job fail for good.
 */
export const retries = { attempts: 10, delayMs: 1_000 };

/** As many jobs that have failed for good are kept in each lane: the newest. */
export const failedKept = 200;

/** A job that has failed for good, until somebody has it done again or throws it away. */
export interface FailedJob {
  id: string;
  kind: string;
  key: string;
  lane: Lane;
  reason: string;
  attempts: number;
  failedAt: Date;
}

/** How many jobs of a lane are in each state. delayed: not before a time of their own. */
export interface Counts {
  waiting: number;
  delayed: number;
  running: number;
  failed: number;
}

/** Asks for `job` again and again. `pattern` is a line of a crontab; its time is UTC. */
export interface Timetable {
  pattern: string;
  job: Job;
}

export interface Jobs {
  /** Whether other processes do them, too. */
  readonly isShared: boolean;
  enqueue(job: Job): Promise<void>;
  enqueueAll(jobs: readonly Job[]): Promise<void>;
  /** Begins to do them, as many at a time as there are places. Until then they wait. */
  work(handlers: Handlers, timetable: readonly Timetable[]): Promise<void>;
  /** Where a job stands; undefined: there is none. */
  find(kind: Kind, key: string): Promise<'waiting' | 'running' | undefined>;
  counts(): Promise<Record<Lane, Counts>>;
  /** The newest first. */
  failed(most?: number): Promise<FailedJob[]>;
  /** Has a failed job done again. @returns false when there is none of that id. */
  retry(id: string): Promise<boolean>;
  /** Throws a failed job away. @returns false when there is none of that id. */
  discard(id: string): Promise<boolean>;
  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void>;
  /** Begins nothing more, and waits for what runs. */
  close(): Promise<void>;
}

/** In each process, by the settings. */
export type Places = Record<Lane, number>;

export const laneOf = ({ kind, lane }: Pick<Job, 'kind' | 'lane'>): Lane => lane ?? kinds[kind][0];

export const idOf = ({ kind, key }: Pick<Job, 'kind' | 'key'>): string => `${kind}:${key}`;

export const forEachLane = <T>(make: (lane: Lane) => T): Record<Lane, T> =>
  Object.fromEntries(lanes.map((lane) => [lane, make(lane)])) as Record<Lane, T>;
