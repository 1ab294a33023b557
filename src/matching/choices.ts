import { wordsOf } from './words.ts';

/** What a field may be on one side, each with what it is on the other; undefined where nothing there says the same. */
export interface PairedChoices {
  toExternal: Record<string, string | undefined>;
  toConnec: Record<string, string | undefined>;
}

/** Finds for each value of one side the value of the other that says the same. */
export function pairChoices(connec: readonly string[], external: readonly string[]): PairedChoices {
  const meaning = connec.map((choice) => [plain(choice), ...(MEANINGS[choice] ?? '').split(' ')]);
  const rank = (at: number, choice: string) => meaning[at]?.indexOf(plain(choice)) ?? -1;
  const nearest = <T>(all: readonly T[], ranked: (item: T) => number): T | undefined =>
    all
      .map((item) => ({ item, at: ranked(item) }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at)[0]?.item;
  return {
    toExternal: Object.fromEntries(
      connec.map((choice, at) => [choice, nearest(external, (other) => rank(at, other))]),
    ),
    toConnec: Object.fromEntries(
      external.map((choice) => [choice, nearest(connec, (other) => rank(connec.indexOf(other), choice))]),
    ),
  };
}

const plain = (choice: string): string => wordsOf(choice).join('');

// What applications call the hub's values, the likeliest first.
const MEANINGS: Record<string, string> = {
  DRAFT: 'draft new created unsent',
  SUBMITTED: 'submitted sent issued posted pending open',
  AUTHORISED: 'authorised authorized approved confirmed accepted open unpaid',
  PAID: 'paid settled closed complete completed',
  VOIDED: 'voided void cancelled canceled deleted',
  CANCELLED: 'cancelled canceled voided void deleted',
  DELIVERED: 'delivered shipped fulfilled completed complete closed',
  RECEIVED: 'received completed complete closed',
  PENDING: 'pending sent submitted open',
  REVIEWED: 'reviewed viewed',
  ACCEPTED: 'accepted approved signed won',
  REJECTED: 'rejected declined refused lost',
  LIVE: 'live published active open',
  COMPLETED: 'completed complete ended finished closed done',
  CUSTOMER: 'customer client sale receivable accrec income',
  SUPPLIER: 'supplier purchase payable accpay bill expense',
};
