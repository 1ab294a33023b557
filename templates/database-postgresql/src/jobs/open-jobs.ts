import type { Stores } from '../config.ts';
import type { Log } from '../engine/index.ts';
import { createBullJobs } from './bullmq.ts';
import { createInProcessJobs } from './in-process.ts';
import type { Jobs } from './jobs.ts';

/** The jobs of all processes are in the database, or in Redis where one is configured. Tests have theirs to themselves. */
export function openJobs(config: Stores, log: Log): Jobs {
  return config.environment === 'test'
    ? createInProcessJobs(config.places, log)
    : createBullJobs(config, log);
}
