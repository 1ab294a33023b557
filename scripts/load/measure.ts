import autocannon, { type Request } from 'autocannon';

/** How a server answered at a steady rate. */
export interface Figures {
  what: string;
  /** Requests per second, as they were due and as they were answered. */
  rate: number;
  answered: number;
  /** Milliseconds from the moment at which a request was due: one that waits for others is not flattered. */
  p50: number;
  p99: number;
  max: number;
  /** Answers other than 2xx, and none at all. */
  failed: number;
}

/** So many addresses send the requests, through a proxy: the connector counts each one apart. */
const addresses = 100;

/** Asks for `seconds`, from a thread of its own. */
export async function measure(
  what: string,
  url: string,
  request: Omit<Request, 'path'> & { path: string },
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Figures> {
  const requests = Array.from({ length: addresses }, (_, i) => ({
    ...request,
    headers: { ...request.headers, 'x-forwarded-for': `10.0.0.${i}` },
  }));
  const result = await autocannon({
    url,
    connections: 10,
    overallRate: rate,
    duration: seconds,
    workers: 1,
    requests,
  });
  const { p50, p99, max } = result.latency;
  const answered = Math.round(result['2xx'] / result.duration);
  return { what, rate, answered, p50, p99, max, failed: result.non2xx + result.errors };
}
