import { AsyncLocalStorage } from 'node:async_hooks';

/** The span that work belongs to. */
export interface CurrentSpan {
  /** As a line of the log tells them: what is looked for in the traces. */
  ids: { trace_id: string; span_id: string };
}

/** Of the work at hand, through all that it waits for; undefined where nobody traces. */
export const currentSpan = new AsyncLocalStorage<CurrentSpan>();
