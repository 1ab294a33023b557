/** The list of records. */
export const mapping = {
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
};
