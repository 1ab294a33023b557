import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';
import { texts } from '../texts.ts';

/** bull-board under `prefix`. Loaded only where it is shown. */
export function createBoard(prefix: string) {
  const server = new FastifyAdapter().setBasePath(prefix);
  const board = createBullBoard({
    queues: [],
    serverAdapter: server,
    options: { uiConfig: { boardTitle: texts.operators.board, miscLinks } },
  });
  return {
    plugin: server.registerPlugin(),
    fill(queues: readonly Queue[]) {
      board.setQueues(queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
    },
  };
}

const miscLinks = [{ text: texts.operators.title, url: '/operator/jobs' }];
