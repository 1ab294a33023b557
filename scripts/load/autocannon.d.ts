/** As much of autocannon, which brings no types, as is used here. */
declare module 'autocannon' {
  export interface Request {
    method: 'GET' | 'POST';
    path: string;
    headers: Record<string, string>;
    body?: string;
  }

  export interface Options {
    url: string;
    connections: number;
    /** Requests per second, of all connections together. */
    overallRate: number;
    /** Seconds. */
    duration: number;
    workers: number;
    /** One after the other, over and over. */
    requests: readonly Request[];
  }

  export interface Result {
    '2xx': number;
    non2xx: number;
    /** Without an answer. */
    errors: number;
    /** Seconds. */
    duration: number;
    /** Milliseconds, from the moment at which a request was due. */
    latency: { p50: number; p99: number; max: number };
  }

  export default function autocannon(options: Options): Promise<Result>;
}
