import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../scripts/demo/until.ts';
import { leaseMs } from './project.ts';
import { type Random, random } from './random.ts';
import type { Worker, World } from './world.ts';

/** What was done to the workers, and how often. */
export type Harm = 'kill' | 'pause' | 'cut' | 'silence' | 'terminate' | 'stop' | 'fault';

export interface Disturbances {
  readonly count: Record<Harm, number>;
  /** What went otherwise than it has to. */
  readonly problems: string[];
  /** How many workers had to end themselves by force when they were told to end, as the database was away. */
  readonly forced: number;
  /** Harms the workers, each on its own, until `signal` is aborted; then all of them are well again. */
  goOn(signal: AbortSignal): Promise<void>;
}

/** A worker that is told to end has to do so within this; before it has started, the signal itself ends it. */
const [stopMs, startMs] = [10_000, 4_000];

export function createDisturbances(world: World, seed: number, tell: (line: string) => void): Disturbances {
  const count = { kill: 0, pause: 0, cut: 0, silence: 0, terminate: 0, stop: 0, fault: 0 };
  const problems: string[] = [];
  let forced = 0;
  const isThere = async ({ running }: Worker) =>
    performance.now() - running.since > startMs &&
    (await world.database.process.count({ where: { pid: running.pid } })) > 0 &&
    running;
  /** Longer than the lease, or shorter: both must do no harm. */
  const awhile = (draw: Random) => pause(draw.between(0.1, 1.8) * leaseMs);

  /** By force, where it has not ended; and waits until it has been started again. */
  async function end(worker: Worker, running = worker.running): Promise<void> {
    running.signal('SIGKILL');
    await until('a worker to be started again', async () => worker.running !== running);
  }

  const harms: Record<Exclude<Harm, 'fault'>, (worker: Worker, draw: Random) => Promise<void>> = {
    kill: (worker) => end(worker),
    async pause({ running }, draw) {
      running.signal('SIGSTOP');
      await pause(draw.between(1.2, 2) * leaseMs);
      running.signal('SIGCONT');
    },
    async cut({ lines }, draw) {
      const line = draw.pick(lines);
      line.cut();
      await awhile(draw);
      line.pass();
    },
    async silence({ lines }, draw) {
      const line = draw.pick(lines);
      line.silence();
      await awhile(draw);
      if (draw.next() < 0.5) line.cut();
      line.pass();
    },
    async terminate({ lines: [toDatabase] }, draw) {
      for (let i = 0; i < 3; i += 1) {
        await world.sql.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE client_port = ANY($1)',
          [toDatabase?.ports()],
        );
        await pause(draw.between(0, 400));
      }
    },
    async stop(worker) {
      const running = await until('a worker to have started', () => isThere(worker));
      const began = performance.now();
      running.signal('SIGTERM');
      const code = await Promise.race([running.exited, pause(stopMs + 2000, 'not at all')]);
      const ms = Math.round(performance.now() - began);
      if (code === 1 && ms < stopMs + 500) forced += 1;
      else if (code !== 0) problems.push(`worker ${worker.name} ended with ${code} after ${ms} ms`);
      await end(worker, running);
    },
  };
  const often = ['kill', 'kill', 'pause', 'pause', 'cut', 'silence', 'terminate', 'stop'] as const;

  async function harm(worker: Worker, draw: Random, signal: AbortSignal) {
    while (!signal.aborted) {
      await pause(draw.between(200, 1.2 * leaseMs), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const what = draw.pick(often);
      count[what] += 1;
      tell(`${what} ${worker.name}`);
      await harms[what](worker, draw);
    }
  }

  async function misbehave(draw: Random, signal: AbortSignal) {
    while (!signal.aborted) {
      await pause(draw.between(300, 2000), undefined, { signal }).catch(() => {});
      if (signal.aborted) break;
      const side = draw.pick([world.acme, world.acme, world.hub]);
      const times = Math.ceil(draw.between(0, 4));
      const fault = draw.pick([
        { status: 429, times, retryAfter: Math.ceil(draw.between(0, 4)) },
        { status: 500, times },
        { status: 503, times },
        { cut: true, times },
        { latencyMs: draw.between(50, 600) },
        { latencyMs: draw.between(50, 600) },
      ]);
      count.fault += 1;
      side.misbehave(fault);
    }
    world.acme.misbehave(null);
    world.hub.misbehave(null);
  }

  return {
    count,
    problems,
    get forced() {
      return forced;
    },
    async goOn(signal) {
      // Each draws for itself: what one of them does next does not hang on how long another one took.
      const harmed = world.workers.map((worker, i) => harm(worker, random(seed + 1 + i), signal));
      await Promise.all([...harmed, misbehave(random(seed + 100), signal)]);
    },
  };
}
