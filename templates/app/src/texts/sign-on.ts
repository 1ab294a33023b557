/** Signing in, and what one may not see or change. */
export const signIn = {
  button: 'Sign in',
  buttonFor: (tenant: string) => `Sign in through ${tenant}`,
  failed: 'signing in failed',
};

export const access = {
  signInFirst: 'Please sign in first.',
  adminsOnly: 'Only administrators of your organization can change this.',
  signInNotice: 'Sign in to see this page.',
  noRights: 'This page is for administrators of your organization.',
  back: 'Back to the status page',
  memberNotice:
    'You can look around here. To change something, ask an administrator of your organization: the buttons are disabled for you.',
};
