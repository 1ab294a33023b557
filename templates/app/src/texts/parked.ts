const again = (now: boolean) => (now ? 'tried again now' : 'tried again with the next synchronization');

/** What does not get on without a person. */
export const parked = {
  title: 'Parked',
  lead: 'What failed too often is left here. Put right what is wrong, then have it tried again.',
  emptyTitle: 'Nothing is parked',
  empty: 'Everything gets on by itself.',
  notice: 'Something was tried too often, and waits for you.',
  look: 'See what is parked',
  caption: 'Parked records, those parked longest first',
  columns: { record: 'Record', why: 'Why', since: 'Since', action: 'Action' },
  more: 'There are more: the oldest 50 are shown.',
  all: 'See all of them',
  retry: 'Try again',
  retryAll: 'Try all again',
  released: (count: number, now: boolean) => {
    if (count === 0) return 'No record is parked any more.';
    return count === 1 ? `1 record is ${again(now)}.` : `${count} records are ${again(now)}.`;
  },
  messages: {
    title: 'Messages',
    lead: 'What one side told, and could not be dealt with. Nothing is lost by throwing one away: each synchronization reads from both sides what has changed. After three months they go by themselves.',
    caption: 'Parked messages, the oldest first',
    columns: { from: 'From', came: 'Came', why: 'Why', action: 'Action' },
    hub: 'the hub',
    tries: (count: string) => `tried ${count} times`,
    one: (from: string, date: string) => `the message of ${from} of ${date}`,
    discard: 'Throw away',
    released: (count: number) =>
      count === 1 ? '1 message is tried again now.' : `${count} messages are tried again now.`,
    discarded: 'The message is thrown away.',
  },
};
