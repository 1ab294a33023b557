import type { FastifyInstance } from 'fastify';
import jobs from '../controllers/operator-jobs.ts';
import queues from '../controllers/operator-queues.ts';

/** What there is under /operator. */
export const operatorPages: ((app: FastifyInstance) => Promise<void>)[] = [jobs, queues];
