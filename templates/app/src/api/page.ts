import { texts } from '../texts.ts';
import { refuse } from './errors.ts';
import type { Parameter } from './query.ts';

/** Counted from 1. */
export interface Page {
  number: number;
  size: number;
}

export const usualSize = 30;
export const mostPerPage = 100;

/** `page[number]=2&page[size]=50` (contract 239). */
export function readPage(parameters: readonly Parameter[]): Page {
  const page = { number: 1, size: usualSize };
  for (const { name, key, value } of parameters) {
    if (key === undefined) refuse('invalidPage', texts.api.pageForm, { parameter: name });
    if (key !== 'number' && key !== 'size')
      refuse('notAllowed', texts.api.noParameter(name), { parameter: name });
    page[key] = /^\d{1,15}$/.test(value) ? Number(value) : 0;
  }
  if (page.number < 1) refuse('invalidPageValue', texts.api.pageNumber, { parameter: 'page[number]' });
  if (page.size < 1 || page.size > mostPerPage)
    refuse('invalidPageValue', texts.api.pageSize(mostPerPage), { parameter: 'page[size]' });
  return page;
}

export const offsetOf = ({ number, size }: Page): number => (number - 1) * size;

/** There is always a first page. */
export const lastPage = (total: number, { size }: Page): number => Math.max(1, Math.ceil(total / size));
