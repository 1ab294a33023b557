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
  linked: (account: string) => `${account} is linked. Now choose what travels.`,
  unlinked: (application: string) => `${application} is unlinked. Nothing is synchronized any more.`,
  denied: (application: string) => `${application} was not linked: access was not allowed.`,
  badState: 'The link was not made: the answer did not fit the request of this browser. Please try again.',
  alreadyLinked:
    'The link was not made: this account has already been linked to another organization. Unlink it there first.',
  failed: (application: string) =>
    `The link was not made: ${application} did not answer as expected. Please try again.`,
};
