import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BullJobs } from '../jobs/bullmq.ts';
import { HttpError } from '../plugins/errors.ts';
import { texts } from '../texts.ts';

const prefix = '/operator/queues';

/**
 * The queues as BullMQ has them, in the pages of bull-board. They show and change nothing: what is done to a job is done
 * on /operator/jobs, and written down. Registered behind the operators' password.
 */
export default async function operatorQueues(app: FastifyInstance) {
  const jobs = app.connector.jobs as Partial<BullJobs>;
  if (!jobs.queues) return;
  const { queues } = jobs;
  const { createBoard } = await import('../operators/bull-board.ts');
  const board = createBoard(prefix);
  let isFilled = false;
  await app.register(async (scope) => {
    scope.addHook('onRequest', onlyRead);
    scope.addHook('onRequest', allowItsPages);
    scope.addHook('onRequest', async () => {
      if (!isFilled) board.fill(await queues());
      isFilled = true;
    });
    await scope.register(board.plugin, { prefix });
  });
}

async function onlyRead({ method }: FastifyRequest) {
  if (method !== 'GET' && method !== 'HEAD') throw new HttpError(403, texts.errors.csrf);
}

/** They have a base address and styles of their own within the page; still nothing comes from elsewhere. */
async function allowItsPages(_: FastifyRequest, reply: FastifyReply) {
  reply.helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'self'"],
        frameAncestors: ["'none'"],
        formAction: ["'none'"],
      },
    },
  });
}
