import { cpus, loadavg, totalmem } from 'node:os';

/** What a figure was measured on: "2 cores, 24 GB, Node 20.20.2, 2025-11-24". It says so when others were at work. */
export function describeMachine(): string {
  const load = loadavg()[0] ?? 0;
  const busy = load > cpus().length ? `, on a busy machine (load ${load.toFixed(0)})` : '';
  const date = new Date().toISOString().slice(0, 10);
  return `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${date}${busy}`;
}
