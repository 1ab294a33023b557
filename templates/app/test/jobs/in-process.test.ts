import { describe } from 'vitest';
import { createInProcessJobs } from '../../src/jobs/in-process.ts';
import { jobsKeepTheirPromises } from './promises.ts';

describe('jobs in process', () => {
  jobsKeepTheirPromises(({ places, log, patience }) => createInProcessJobs(places, log, patience));
});
