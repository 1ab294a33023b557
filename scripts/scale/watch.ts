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
  const cpu = () => ({
    web: cpuOf(web.pid),
    workers: workers.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
    postgres: pidsOfPostgres().reduce((sum, pid) => sum + cpuOf(pid), 0),
  });
  const before = { at: performance.now(), transactions: await transactions(), cpu: cpu() };
  let connections = 0;
  const timer = setInterval(async () => {
    const statement = 'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()';
    connections = Math.max(connections, await count(statement));
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

/** User and system time in seconds: proc(5), fields 14 and 15 of stat, in hundredths. 0: it is gone. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

const pidsOfPostgres = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && nameOf(name) === 'postgres')
    .map(Number);

function nameOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
