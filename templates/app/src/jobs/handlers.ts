import type { Connector } from '../connector.ts';
import { prune } from '../prune.ts';
import { askForDue } from './clock.ts';
import { processMessages } from './inbox.ts';
import type { Handlers, Timetable } from './jobs.ts';
import { askToTell } from './subscribe.ts';
import { synchronizeOne } from './synchronize.ts';

/** What becomes of each kind of job. */
export const handlersOf = (connector: Connector): Handlers => ({
  synchronize: (work) => synchronizeOne(connector, work),
  inbox: (work) => processMessages(connector, work),
  subscribe: (work) => askToTell(connector, work),
  async clock() {
    await askForDue(connector);
    return undefined;
  },
  async prune() {
    await prune(connector);
    return undefined;
  },
});

/** However many processes there are, each of these is done once. */
export const timetable: readonly Timetable[] = [
  { pattern: '* * * * *', job: { kind: 'clock', key: 'clock' } },
  { pattern: '17 * * * *', job: { kind: 'prune', key: 'prune' } },
];
