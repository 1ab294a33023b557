import type { Asking } from './find.ts';
import { lastPage, type Page } from './page.ts';

/** Where the JSON:API is (contract 236). */
export const root = '/maestrano/api';

/** As the outside world writes it. */
export const addressOf = ({ connector }: Asking, ...steps: unknown[]): string =>
  [connector.config.appUrl + root, ...steps].join('/');

/** What was asked for. */
export const selfOf = ({ connector, url }: Asking): string => connector.config.appUrl + url;

/** `prev` and `next` only where there is one (contract 239). */
export function pageLinks(asking: Asking, page: Page, total: number): Record<string, string> {
  const { number, size } = page;
  const last = lastPage(total, page);
  const to = (page: number) => pageAddress(selfOf(asking), page, size);
  return {
    first: to(1),
    ...(number > 1 ? { prev: to(Math.min(number - 1, last)) } : {}),
    ...(number < last ? { next: to(number + 1) } : {}),
    last: to(last),
  };
}

/** The same question for another page. */
function pageAddress(address: string, number: number, size: number): string {
  const url = new URL(address);
  url.searchParams.set('page[number]', String(number));
  url.searchParams.set('page[size]', String(size));
  return url.href;
}
