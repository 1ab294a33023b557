import type { Synchronization } from './engine/index.ts';

/** Every word that people read, in one place. */
export const texts = {
  nav: { label: 'Main', home: 'Status', history: 'History', mapping: 'Mapping', signOut: 'Sign out' },
  skip: 'Skip to the content',
  footer: (application: string) => `${application} connector`,

  flashKinds: { success: 'Done', info: 'Note', warning: 'Attention', error: 'Problem' },

  access: {
    signInFirst: 'Please sign in first.',
    adminsOnly: 'Only administrators of your organization can change this.',
    signInNotice: 'Sign in to see this page.',
    noRights: 'This page is for administrators of your organization.',
    back: 'Back to the status page',
    memberNotice:
      'You can look around here. To change something, ask an administrator of your organization: the buttons are disabled for you.',
  },

  signIn: {
    button: 'Sign in',
    buttonFor: (tenant: string) => `Sign in through ${tenant}`,
    failed: 'signing in failed',
  },

  welcome: {
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
  },

  link: {
    title: (application: string) => `Link ${application}`,
    done: 'Linked',
    todo: 'Not linked yet',
    linkedTo: 'Account',
    accountId: 'Account id',
    intro: (application: string) =>
      `Allow this connector to read and write records in your ${application} account. You can unlink it at any time.`,
    button: (application: string) => `Link ${application}`,
    signUp: (application: string) => `I have no ${application} account yet`,
    unlink: 'Unlink',
    linked: (account: string) => `${account} is linked. Now choose what travels.`,
    unlinked: (application: string) => `${application} is unlinked. Nothing is synchronized any more.`,
    denied: (application: string) => `${application} was not linked: access was not allowed.`,
    badState: 'The link was not made: the answer did not fit the request of this browser. Please try again.',
    alreadyLinked:
      'The link was not made: this account has already been linked to another organization. Unlink it there first.',
    failed: (application: string) =>
      `The link was not made: ${application} did not answer as expected. Please try again.`,
  },

  settings: {
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
    stopped: 'Nothing travels any more: no direction is switched on.',
  },

  runs: {
    paused: 'Nothing is synchronized until you act:',
    title: 'Last synchronization',
    running: 'A synchronization is under way. This page follows it.',
    now: 'Synchronize now',
    oneKind: 'Synchronize one kind only',
    one: (name: string) => `Synchronize ${name} now`,
    requested: 'The synchronization is on its way.',
    notReady: 'Link your account and switch on what travels first.',
    all: 'See all',
    open: (application: string) => `Open ${application}`,
    status: {
      RUNNING: 'Running',
      SUCCESS: 'In sync',
      PARTIAL: 'Finished with problems',
      ERROR: 'Failed',
    } as Record<Synchronization['status'], string>,
    partial: 'some kinds of records only',
    nothing: 'Nothing had changed.',
  },

  history: {
    title: 'History',
    lead: 'The most recent synchronizations, newest first.',
    emptyTitle: 'No synchronization yet',
    empty: 'Once you start synchronizing, every run is listed here with what it did.',
    caption: 'Synchronizations, newest first',
    columns: { when: 'Started', status: 'Outcome', duration: 'Took', did: 'What it did' },
  },

  counts: {
    created: (n: string) => `${n} new`,
    updated: (n: string) => `${n} updated`,
    merged: (n: string) => `${n} joined`,
    conflicts: (n: string) => `${n} changed on both sides`,
    failed: (n: string) => `${n} failed`,
    skipped: (n: string) => `${n} unchanged`,
  },

  mapping: {
    title: 'Mapping',
    lead: (application: string) =>
      `Every record this connector knows, and where it is in the hub and in ${application}.`,
    emptyTitle: 'No records yet',
    empty: 'The first synchronization lists them here.',
    caption: 'Records known to this connector',
    columns: {
      name: 'Record',
      connec: 'In the hub',
      external: (application: string) => `In ${application}`,
      state: 'State',
    },
    unnamed: 'without a name',
    absent: 'not there',
    openExternal: (name: string, application: string) => `Open ${name} in ${application}`,
    state: {
      failed: 'Failed',
      retried: 'Failed, will be tried again',
      parked: 'Given up until it changes',
      waiting: 'Waits for a record it refers to',
      inactive: 'Deleted or inactive',
      both: 'On both sides',
      connecOnly: 'In the hub only',
      externalOnly: (application: string) => `In ${application} only`,
      off: 'Switched off',
    },
    pages: 'Pages',
    previous: 'Previous',
    next: 'Next',
    position: (page: string, pages: string, total: string) => `Page ${page} of ${pages}, ${total} records`,
  },

  errors: {
    internal: 'Something went wrong on our side. It has been noted; please try again in a moment.',
    notFound: 'There is nothing at this address.',
    invalidCredentials: 'Invalid credentials',
    unknownTenant: (name: string) => `There is no tenant "${name}" here.`,
    noSamlResponse: 'The hub sent no SAMLResponse.',
    csrf: 'The form had expired, or was not sent from this site. Nothing was changed.',
    badForm: 'The form was not filled in as this page asks for it. Nothing was changed.',
    badNotification: 'The body must be an object with a list of records for each resource.',
    request: 'If you ask for help, mention this number:',
    pages: {
      400: { title: 'That did not work', advice: 'Go back and try again.' },
      403: { title: 'Not accepted', advice: 'Go back, reload the page and try again.' },
      404: {
        title: 'Page not found',
        advice: 'The link may be old, or mistyped. The status page shows you where to go on.',
      },
      429: { title: 'Too many requests', advice: 'Wait a minute, then try again.' },
      500: { title: 'Our mistake', advice: 'Go back, or start again from the status page.' },
    } as Record<number, { title: string; advice: string }>,
    otherPage: { title: 'That did not work', advice: 'Go back, or start again from the status page.' },
  },
};
