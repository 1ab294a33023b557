import type { Config } from '../config.ts';
import type { Log } from '../engine/index.ts';
import { createInProcessJobs } from './in-process.ts';
import type { Jobs } from './jobs.ts';

/** A database in a file is that of one process, which does its jobs itself. */
export const openJobs = ({ places }: Pick<Config, 'places'>, log: Log): Jobs =>
  createInProcessJobs(places, log);
