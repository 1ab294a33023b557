import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { findViewer } from '../plugins/viewer.ts';
import { lastRun } from './runs.ts';

/** All in milliseconds. */
interface Times {
  /** The database is asked this often: a run keeps its counts no more often. */
  lookMs: number;
  /** So often it is asked who is there, and a word is sent: what stands between would hang up. */
  heartbeatMs: number;
  /** A stream ends after so long. Browsers ask for the next one by themselves. */
  longestMs: number;
}

const usualTimes: Times = { lookMs: 2000, heartbeatMs: 15_000, longestMs: 30 * 60_000 };

/**
 * What happens to the synchronization of the viewer's organization, as server-sent events (WHATWG HTML §9.2):
 * `progress` with the piece of the page that shows it, whenever that has changed; `end` when none is under way.
 *
 * @param until ends it; so does, with the next heartbeat, a viewer who may not see it any more, and at once a process
 *   that is about to end: the next one goes on with the run, and browsers come back instead of to a page that is away.
 */
export async function* followRun(
  request: FastifyRequest,
  until: AbortSignal,
  { lookMs, heartbeatMs, longestMs }: Times = usualTimes,
): AsyncGenerator<string> {
  const over = AbortSignal.any([until, ...processEnds(request)]);
  const startedAt = Date.now();
  let beatAt = startedAt;
  let shown: string | undefined;
  while (!over.aborted && Date.now() - startedAt < longestMs) {
    const isBeat = Date.now() - beatAt >= heartbeatMs;
    if (isBeat && !(await isStillThere(request))) return;
    const run = await look(request);
    if (!run || over.aborted) return;
    if (!run.running) return yield 'event: end\ndata:\n\n';
    const piece = await request.server.fragment('partials/progress', { run: run.progress });
    if (piece !== shown) yield eventOf('progress', piece);
    else if (isBeat) yield ': still under way\n\n';
    if (isBeat) beatAt = Date.now();
    shown = piece;
    await sleep(lookMs, undefined, { signal: over }).catch(() => {});
  }
}

function processEnds({ server }: FastifyRequest): AbortSignal[] {
  const { stop } = server.connector.engine;
  return stop ? [stop.soon] : [];
}

/** Whoever has signed out, or was removed from the organization, is told nothing more. */
async function isStillThere(request: FastifyRequest): Promise<boolean> {
  const { sessionId: id } = request.session;
  const where = { id, expiresAt: { gt: new Date() } };
  const signedIn = await request.server.connector.database.session.count({ where });
  return signedIn > 0 && (await findViewer(request)) !== null;
}

/** The organization is read anew, too: it says whether anybody is at work on it. */
async function look({ viewer, server: { connector } }: FastifyRequest) {
  if (!viewer) return null;
  const { id } = viewer.organization;
  const organization = await connector.database.organization.findUnique({ where: { id } });
  return organization && lastRun(connector, organization);
}

const eventOf = (name: string, text: string) =>
  `event: ${name}\n${text
    .trim()
    .split(/\r?\n/)
    .map((line) => `data: ${line}\n`)
    .join('')}\n`;
