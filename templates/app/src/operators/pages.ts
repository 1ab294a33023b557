import type { FastifyInstance } from 'fastify';
import jobs from '../controllers/operator-jobs.ts';

/** What there is under /operator. */
export const operatorPages: ((app: FastifyInstance) => Promise<void>)[] = [jobs];
