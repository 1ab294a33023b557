/** Linking the account. */
export const link = {
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
  again: 'Enter the credentials again',
  untold: (application: string) =>
    `Changes in ${application} arrive with the next synchronization: it could not be asked yet to tell of them at once. Each synchronization asks again.`,
  /** The form of an application that has no OAuth. */
  formTitle: 'Link your account',
  optional: '(optional)',
  choose: 'Choose…',
  cancel: 'Cancel',
  incomplete: 'The link was not made: please look at the marked fields.',
  errors: {
    missing: 'Please fill this in.',
    notText: 'This is too long, or no text.',
    unknownChoice: 'Please choose one of the list.',
  },
  linked: (account: string) => `${account} is linked. Now choose what travels.`,
  unlinked: (application: string) => `${application} is unlinked. Nothing is synchronized any more.`,
  denied: (application: string) => `${application} was not linked: access was not allowed.`,
  badState: 'The link was not made: the answer did not fit the request of this browser. Please try again.',
  alreadyLinked:
    'The link was not made: this account has already been linked to another organization. Unlink it there first.',
  refused: (application: string) =>
    `The link was not made: ${application} does not accept what was entered. Please check it, and try again.`,
  failed: (application: string) =>
    `The link was not made: ${application} did not answer as expected. Please try again.`,
};

/** What a hub is answered that links accounts on pages of its own. */
export const linkApi = {
  onlyByPerson: (application: string) =>
    `Accounts of ${application} are linked by a person, who allows it there: send them to the link_url that setup_form names.`,
  incomplete: 'Some fields are missing or wrong: errors names them.',
  refused: (application: string) => `${application} does not accept what was entered.`,
  failed: (application: string) =>
    `${application} did not answer as expected. Nothing was changed; try again later.`,
};
