/** What `npm run status` says. */
export const fleet = {
  processes: 'Processes',
  noProcesses: 'none is running: nothing is synchronized',
  noWorker: 'no worker is running: nothing is synchronized, unless a web server has JOBS_IN_WEB=true',
  process: (kind: string, host: string, pid: number, since: string, seen: string) =>
    `${kind.padEnd(7)} ${host} ${pid}, for ${since}, seen ${seen} ago`,
  lanes: 'Jobs',
  inProcess: 'in the one process that does them, which shows them at /operator/jobs',
  away: (reason: string) => `the queues cannot be reached: ${reason}`,
  lane: (lane: string, waiting: string, delayed: string, running: string, failed: string) =>
    `${lane.padEnd(9)} ${waiting} waiting, ${delayed} for later, ${running} running, ${failed} failed`,
  lag: 'Behind',
  requests: (count: string, oldest: string) => `runs asked for: ${count}, the oldest ${oldest} ago`,
  overdue: (count: string, longest: string) => `organizations past their time: ${count}, by up to ${longest}`,
  messages: (waiting: string, retrying: string, oldest: string) =>
    `messages to be dealt with: ${waiting}, and to be tried again: ${retrying}; the oldest came ${oldest} ago`,
  upToDate: 'nothing waits',
  runs: 'Runs of the last hour',
  noRuns: 'none',
  slowest: 'Slowest organizations',
  slow: (name: string, uid: string, tenant: string, status: string, seconds: string) =>
    `${name} (${uid} of ${tenant}): ${seconds}, ${status}`,
  silent: 'Without a synchronization for more than a day',
  silentOne: (name: string, uid: string, tenant: string, silence: string) =>
    `${name} (${uid} of ${tenant}): ${silence}`,
  paused: 'Paused organizations',
  pausedOne: (name: string, uid: string, tenant: string, reason: string) =>
    `${name} (${uid} of ${tenant}): ${reason}`,
  more: (count: string) => `and ${count} more`,
  parked: 'Parked',
  parkedOnes: (records: string, messages: string) => `records: ${records}, messages: ${messages}`,
  none: 'none',
};
