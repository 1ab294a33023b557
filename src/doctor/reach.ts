/** How long a server may take to answer, in milliseconds. */
const PATIENCE = 5000;

/** What came of asking a server. */
export type Answer =
  | {
      reached: true;
      status: number;
      body: string;
      /** How far its clock is ahead of ours, in milliseconds, to about a second; missing when it sent no date. */
      skew?: number;
      /** Where it sends on to; missing when it does not. */
      location?: string;
    }
  | { reached: false /** The end of a sentence that begins with the server. */; reason: string };

/** Asks the server at `url`, and follows it nowhere. */
export async function reach(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = Date.now();
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const received = Date.now();
    const skew = skewOf(response.headers.get('date'), (sent + received) / 2);
    const location = response.headers.get('location');
    return {
      reached: true,
      status: response.status,
      body: await response.text(),
      ...(skew !== undefined && { skew }),
      ...(location !== null && { location }),
    };
  } catch (error) {
    return { reached: false, reason: reasonOf(error as Error) };
  }
}

/** Why nothing can be done with a server, as the end of a sentence that begins with it; undefined when it is well. */
export function troubleOf(answer: Answer): string | undefined {
  if (!answer.reached) return answer.reason;
  return answer.status >= 500 ? `answers ${answer.status}` : undefined;
}

/** What to do about a server in trouble; `settings` is what may be wrong where it does not answer at all. */
export function adviceFor({ reached }: Answer, settings: string): string {
  return reached
    ? 'it is in trouble itself: look again later, or ask whoever runs it'
    : `check ${settings} and the network`;
}

// A Date header has whole seconds: the truth is half a second later on average.
function skewOf(date: string | null, now: number): number | undefined {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : time + 500 - now;
}

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'ends the connection',
  ENOTFOUND: 'has a name that is not known',
  EAI_AGAIN: 'has a name that cannot be looked up now',
};

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return `does not answer within ${PATIENCE / 1000} seconds`;
  const { code = '', message = error.message } = (error.cause ?? {}) as { code?: string; message?: string };
  return REASONS[code] ?? `cannot be reached (${message})`;
}
