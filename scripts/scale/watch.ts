import { readdirSync, readFileSync } from 'node:fs';
import type { Stage } from './stage.ts';

/** What something has cost, from when it was begun. */
export interface Cost {
  seconds: number;
  /** Of PostgreSQL's transactions: most are one statement. */
  transactions: number;
  /** The most at a time. */
  connections: number;
  /** Seconds of processor time: of the web server, of all workers together, and of PostgreSQL. */
  cpu: { web: number; workers: number; postgres: number };
}

/** @returns what to call when it is over. */
export async function watch({ sql, web, workers }: Stage): Promise<() => Promise<Cost>> {
  const count = async (statement: string) => Number((await sql.query(statement)).rows[0].count);
  const transactions = () =>
    count(
      'SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()',
    );
  const postmaster = await postmasterOf(sql);
  const cpu = () => ({
    web: cpuOf(web.pid),
    workers: workers.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
    postgres: cpuWithChildrenOf(postmaster),
  });
  const before = { at: performance.now(), transactions: await transactions(), cpu: cpu() };
  let connections = 0;
  const timer = setInterval(async () => {
    const statement = 'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()';
    // The server may be gone by then: whatever has ended it says so.
    connections = Math.max(connections, await count(statement).catch(() => 0));
  }, 500);
  return async () => {
    clearInterval(timer);
    const after = cpu();
    return {
      seconds: (performance.now() - before.at) / 1000,
      transactions: (await transactions()) - before.transactions,
      connections,
      cpu: {
        web: after.web - before.cpu.web,
        workers: after.workers - before.cpu.workers,
        postgres: after.postgres - before.cpu.postgres,
      },
    };
  };
}

/** The process that all others of this PostgreSQL are children of: there may be other servers on the machine. */
async function postmasterOf(sql: Stage['sql']): Promise<number> {
  const { rows } = await sql.query("SELECT pg_read_file('postmaster.pid') AS text");
  return Number(String(rows[0].text).split('\n')[0]);
}

/** User and system time in seconds. 0: it is gone. */
const cpuOf = (pid: number): number => timesOf(pid)?.own ?? 0;

/** With its children, those that have ended among them. */
function cpuWithChildrenOf(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => timesOf(Number(name)))
    .filter((times) => times?.parent === pid);
  const { own = 0, ended = 0 } = timesOf(pid) ?? {};
  return children.reduce((sum, times) => sum + (times?.own ?? 0), own + ended);
}

/** proc(5): fields 4 and 14 to 17 of stat, times in hundredths. Undefined: it is gone. */
function timesOf(pid: number): { parent: number; own: number; ended: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    const [, parent = 0] = fields;
    return { parent, own: (user + system) / 100, ended: (endedUser + endedSystem) / 100 };
  } catch {
    return undefined;
  }
}
