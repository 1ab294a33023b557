/** One record: where it stands, and how it came to that. */
export const record = {
  unknown: 'There is no such record.',
  back: 'All records',
  connec: 'In the hub',
  external: (application: string) => `In ${application}`,
  noId: 'not there yet',
  sent: 'Last sent there',
  never: 'never',
  openConnec: 'Open it in the hub',
  openExternal: (application: string) => `Open it in ${application}`,
  why: 'Why',
  tries: 'Failed in a row',
  times: (count: string) => `${count} times`,
  next: 'Looked at again',
  nextRun: 'with the next synchronization',
  since: 'Parked since',
  waitsFor: 'Waits for',
  unknownHere: (id: string) => `a record of the hub that is not known here yet: ${id}`,
  retry: 'Try again',
  released: (now: boolean) =>
    now
      ? 'It is tried again now. Reload this page in a moment to see what came of it.'
      : 'It is tried again with the next synchronization.',
  decisions: 'What was decided, and when',
  noDecisions: 'Nothing was decided about it yet.',
  decisionsLead: 'The last ten, newest first.',
  states: {
    parked: {
      text: 'Parked',
      sentence: 'It failed too often, and is left alone until it changes or somebody has it tried again.',
    },
    waiting: {
      text: 'Waits for another record',
      sentence: 'It refers to a record that is not on the other side yet, and goes as soon as that one is.',
    },
    retried: {
      text: 'Failed, is tried again',
      sentence: 'It did not get to the other side. It is tried again by itself, later each time.',
    },
    failed: { text: 'Failed', sentence: 'It did not get to the other side. It goes when it changes.' },
    unsettled: (application: string) => ({
      text: 'Being created',
      sentence: `Nobody knows yet whether its creation in ${application} went through: it is looked for there before it is tried again.`,
    }),
    again: { text: 'Is looked at again', sentence: 'The next synchronization looks at it again.' },
    inactive: (application: string) => ({
      text: 'Deleted or inactive',
      sentence: `It is gone or inactive in ${application}: it does not travel.`,
    }),
    off: { text: 'Switched off', sentence: 'It does not travel in either direction.' },
    untold: (application: string) => ({
      text: 'On both sides',
      sentence: `It is on both sides. The hub has yet to take its id of ${application}.`,
    }),
    both: { text: 'On both sides', sentence: 'It is on both sides, and nothing is left to do.' },
    connecOnly: { text: 'In the hub only', sentence: 'It has not travelled, or only from the hub on.' },
    externalOnly: (application: string) => ({
      text: `In ${application} only`,
      sentence: 'It has not travelled to the hub.',
    }),
  },
};
