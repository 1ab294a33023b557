import type { Connector } from '../connector.ts';
import { messageOf } from '../engine/index.ts';
import { askQueues } from '../fleet/ask-queues.ts';
import type { FailedJob, Kind } from '../jobs/jobs.ts';
import { lanes } from '../jobs/jobs.ts';
import { type Concern, concernsOf } from '../operators/concerns.ts';
import { runningProcesses } from '../processes.ts';
import { texts } from '../texts.ts';

/** As many of the failed ones are shown, the newest. */
const shown = 100;

const words = texts.operators;

/** Jobs of all organizations, and the processes that do them. */
export async function presentOperatorJobs(connector: Connector) {
  const [processes, jobs] = await Promise.all([
    runningProcesses(connector.database),
    readJobs(connector).catch((error: unknown) => ({
      lanes: [],
      failed: [],
      moreFailed: false,
      problem: words.away(messageOf(error)),
    })),
  ]);
  const isDone = !connector.jobs.isShared || processes.some(({ kind }) => kind === 'worker');
  return { processes, ...jobs, noWorker: !isDone && !connector.config.jobsInWeb };
}

async function readJobs({ database, jobs }: Connector) {
  const [counts, failed] = await askQueues(Promise.all([jobs.counts(), jobs.failed(shown + 1)]));
  const first = failed.slice(0, shown);
  const concerns = await concernsOf(database, first);
  return {
    lanes: lanes.map((lane) => ({ name: lane, title: words.lanes[lane], ...counts[lane] })),
    failed: first.map((job, index) => presentFailed(job, concerns[index])),
    moreFailed: failed.length > shown,
    problem: undefined,
  };
}

function presentFailed(job: FailedJob, concern: Concern | undefined) {
  const { tenant, organization } = concern ?? {};
  const whose = organization && words.organization(organization.name, organization.uid, organization.tenant);
  return { ...job, title: words.kinds[job.kind as Kind] ?? job.kind, whose: whose ?? tenant };
}
