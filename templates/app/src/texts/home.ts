import type { Synchronization } from '../engine/index.ts';

/** The status page; before signing in, what this is. */
export const welcome = {
  title: (application: string) => `${application}, in step with the rest of your company`,
  lead: (application: string) =>
    `This connector keeps the records you share between ${application} and your other applications the same on both sides: change one here, and it changes there.`,
  points: [
    {
      title: 'Both directions',
      text: 'You decide, for each kind of record, whether it travels to your other applications, from them, or both.',
    },
    {
      title: 'Nothing twice',
      text: 'Records that are on both sides already are recognised and joined. When both sides change, the newest wins.',
    },
    {
      title: 'Always to be seen',
      text: 'Every synchronization is listed with what it did, and every record with where it is on each side.',
    },
  ],
};

export const settings = {
  title: 'Choose what travels',
  done: 'Synchronizing',
  todo: 'Not started',
  intro: (application: string) =>
    `What goes from ${application} to your other applications, and what comes back. Whatever comes back also goes out.`,
  record: 'Records',
  toConnec: (application: string) => `From ${application}`,
  toExternal: (application: string) => `To ${application}`,
  toConnecLabel: (name: string, application: string) => `Send ${name} from ${application}`,
  toExternalLabel: (name: string, application: string) => `Send ${name} to ${application}`,
  inHub: (name: string) => `known elsewhere as ${name}`,
  notPossible: 'not possible',
  stopped: {
    toConnec: (application: string) =>
      `The hub has stopped what goes from ${application} to your other applications. What you chose is kept for when it goes on.`,
    toExternal: (application: string) =>
      `The hub has stopped what goes from your other applications to ${application}. What you chose is kept for when it goes on.`,
  },
  history: {
    label: 'Share historical data too',
    from: (date: string) =>
      `Only records created or changed after ${date} travel, unless you share older ones too.`,
    shared: 'Your historical data is shared. This cannot be undone.',
    confirmTitle: 'Share all historical data?',
    confirmText:
      'Everything you have ever recorded travels with the next synchronization. This cannot be undone: once shared, it stays shared.',
    confirm: 'Share everything',
    cancel: 'Cancel',
  },
  start: 'Start synchronizing',
  update: 'Save changes',
  linkFirst: 'Link your account first: nothing travels before that.',
  started: 'All set up: the first synchronization is on its way.',
  saved: 'Your choice is saved.',
  nothing: 'Nothing travels any more: no direction is switched on.',
};

export const runs = {
  paused: 'Nothing is synchronized until you act:',
  title: 'Last synchronization',
  runningTitle: 'Synchronization',
  running: 'A synchronization is under way. This page follows it.',
  beginning: 'It begins in a moment.',
  since: 'Since',
  reload: 'Reload this page to see how far it is.',
  tooManyStreams: 'Too many pages follow a synchronization. Reload this one to see how far it is.',
  now: 'Synchronize now',
  oneKind: 'Synchronize one kind only',
  one: (name: string) => `Synchronize ${name} now`,
  requested: 'The synchronization is on its way.',
  notReady: 'Link your account and switch on what travels first.',
  all: 'See all',
  details: 'See what it did',
  open: (application: string) => `Open ${application}`,
  status: {
    RUNNING: 'Running',
    SUCCESS: 'In sync',
    PARTIAL: 'Finished with problems',
    ERROR: 'Failed',
    INTERRUPTED: 'Interrupted',
  } as Record<Synchronization['status'], string>,
  partial: 'some kinds of records only',
  nothing: 'Nothing had changed.',
};

export const counts = {
  fetched: (n: string) => `${n} read`,
  created: (n: string) => `${n} new`,
  updated: (n: string) => `${n} updated`,
  merged: (n: string) => `${n} joined`,
  conflicts: (n: string) => `${n} changed on both sides`,
  failed: (n: string) => `${n} failed`,
  skipped: (n: string) => `${n} unchanged`,
};
