import { finished, Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { followRun } from '../pages/follow-run.ts';
import { HttpError } from '../plugins/errors.ts';
import { texts } from '../texts.ts';

/** Streams at a time: for one session, as for as many tabs, and for the whole process. */
const perSession = 4;
const inAll = 400;

/**
 * How far the synchronization under way is, as server-sent events: for pages that are open. It is read from the
 * database, for the run may be in another process.
 */
export default async function progress(app: FastifyInstance) {
  const open = new Map<string, number>();
  const closing = new AbortController();
  // An open stream would keep the process from ending.
  app.addHook('preClose', async () => closing.abort());
  app.get('/progress', { logLevel: 'warn' }, async (request, reply) => {
    if (!request.viewer) throw new HttpError(403, texts.access.signInFirst);
    const { sessionId } = request.session;
    const streams = open.get(sessionId) ?? 0;
    if (streams >= perSession || total(open) >= inAll) throw new HttpError(429, texts.runs.tooManyStreams);
    open.set(sessionId, streams + 1);
    return stream(request, reply, closing.signal, () => leave(open, sessionId));
  });
}

const total = (open: ReadonlyMap<string, number>) =>
  [...open.values()].reduce((sum, count) => sum + count, 0);

function leave(open: Map<string, number>, sessionId: string): void {
  const left = (open.get(sessionId) ?? 1) - 1;
  if (left > 0) open.set(sessionId, left);
  else open.delete(sessionId);
}

function stream(request: FastifyRequest, reply: FastifyReply, closing: AbortSignal, ended: () => void) {
  const gone = new AbortController();
  // It may be gone already: then "close" has been, and would never be heard.
  finished(reply.raw, () => {
    gone.abort();
    ended();
  });
  const events = followRun(request, AbortSignal.any([closing, gone.signal]));
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-accel-buffering', 'no') // nginx would keep it until it has a few kilobytes.
    .send(Readable.from(events, { objectMode: false }));
}
