import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { findViewer } from '../plugins/viewer.ts';
import { lastRun } from './runs.ts';

/** The database is asked this often, and a word is sent at least so often: what stands between would hang up. */
const lookMs = 1000;
const heartbeatMs = 15_000;

/** A stream ends after so long. Browsers ask for the next one by themselves. */
const longestMs = 30 * 60_000;

/**
 * What happens to the synchronization of the viewer's organization, as server-sent events (WHATWG HTML §9.2):
 * `progress` with the piece of the page that shows it, whenever that has changed; `end` when none is under way.
 *
 * @param until ends it; so do a viewer who may not see it any more, and a process that is about to end.
 */
export async function* followRun(request: FastifyRequest, until: AbortSignal): AsyncGenerator<string> {
  const { connector } = request.server;
  const startedAt = Date.now();
  let shown: string | undefined;
  let heardAt = startedAt;
  while (!until.aborted && Date.now() - startedAt < longestMs) {
    const viewer = await stillThere(request);
    // When the process ends the next one goes on with the run: browsers come back, instead of to a page that is away.
    if (!viewer || connector.engine.stop?.soon.aborted) return;
    const { running, progress } = await lastRun(connector, viewer.organization);
    if (!running) return yield 'event: end\ndata:\n\n';
    const piece = await request.server.fragment('partials/progress', { run: progress });
    if (piece !== shown) yield eventOf('progress', piece);
    else if (Date.now() - heardAt >= heartbeatMs) yield ': still under way\n\n';
    if (piece !== shown || Date.now() - heardAt >= heartbeatMs) heardAt = Date.now();
    shown = piece;
    await sleep(lookMs, undefined, { signal: until }).catch(() => {});
  }
}

/** Whoever has signed out, or was removed from the organization, is told nothing more. */
async function stillThere(request: FastifyRequest) {
  const { sessionId: id } = request.session;
  const where = { id, expiresAt: { gt: new Date() } };
  const signedIn = await request.server.connector.database.session.count({ where });
  return signedIn ? findViewer(request) : null;
}

const eventOf = (name: string, text: string) =>
  `event: ${name}\n${text
    .trim()
    .split(/\r?\n/)
    .map((line) => `data: ${line}\n`)
    .join('')}\n`;
