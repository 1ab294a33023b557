/** The list of synchronizations. */
export const history = {
  title: 'History',
  lead: 'The most recent synchronizations, newest first.',
  emptyTitle: 'No synchronization yet',
  empty: 'Once you start synchronizing, every run is listed here with what it did.',
  caption: 'Synchronizations, newest first',
  columns: { when: 'Started', status: 'Outcome', duration: 'Took', did: 'What it did' },
};
