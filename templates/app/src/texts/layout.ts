/** Around every page. */
export const nav = {
  label: 'Main',
  home: 'Status',
  history: 'History',
  jobs: 'Jobs',
  mapping: 'Mapping',
  parked: 'Parked',
  signOut: 'Sign out',
};

export const skip = 'Skip to the content';

export const footer = (application: string) => `${application} connector`;

export const flashKinds = { success: 'Done', info: 'Note', warning: 'Attention', error: 'Problem' };
