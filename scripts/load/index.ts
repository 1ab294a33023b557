// A connector in production under load: how it answers at a steady rate with a synchronization beside, and that nothing
// it has accepted is lost when it is killed. All of it on loopback, for half a minute.
// Usage: npm run load [-- --rate N] [--seconds N] [--database sqlite|postgresql] [--json FILE]
// Ends with 1 when something that was accepted is lost, or a request failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { status } from '../../src/actions/status.ts';
import { describeMachine } from '../machine.ts';
import { synchronizingBeside } from './beside.ts';
import { crash, notificationOf } from './crash.ts';
import { measure } from './measure.ts';
import { buildProject } from './project.ts';
import { reportOf } from './report.ts';
import { group, type Stage, setStage } from './stage.ts';

const { values: flags } = parseArgs({
  options: {
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '8' },
    database: { type: 'string', default: 'sqlite' },
    json: { type: 'string' },
  },
});
const pace = { rate: Number(flags.rate), seconds: Number(flags.seconds) };
const people = 400;

// However it ends, nothing stays behind: servers go by themselves, see server.ts.
const home = mkdtempSync(join(tmpdir(), 'connector-load-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
const giveUp = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    giveUp.abort();
    process.exit(130);
  });
}

const folder = join(home, 'my-connector');
await buildProject(folder, flags.database, giveUp.signal);
const stage = await setStage(folder, people);
try {
  process.exitCode = await load(stage);
} finally {
  await stage.close();
}

/** @returns 0 when nothing was lost, and nothing failed. */
async function load(stage: Stage): Promise<number> {
  status('measure', `${pace.rate} requests a second for ${pace.seconds} s, twice`);
  const { url, hub, cookie } = stage;
  const [person = {}] = hub.list(group, 'people');
  const notification = notificationOf(hub, [{ ...person, group_id: group }]);
  const page = { method: 'GET' as const, path: '/', headers: { cookie, accept: 'text/html' } };
  const { result: figures, beside } = await synchronizingBeside(stage, async () => [
    await measure('webhook intake', url, notification, pace),
    await measure('home page', url, page, pace),
  ]);
  status('kill', 'in the middle of intake, and start again');
  const report = {
    machine: describeMachine(),
    database: flags.database,
    figures,
    beside,
    crash: await crash(stage),
  };
  console.log(`\n${reportOf(report)}`);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(report, null, 2)}\n`);
  return report.crash.lost === 0 && figures.every(({ failed }) => failed === 0) ? 0 : 1;
}
