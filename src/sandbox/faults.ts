/** How a server misbehaves until told otherwise. */
export interface Faults {
  /** Answer with this status instead of doing the work. 429 and 503 carry a Retry-After. */
  status?: number;
  /** Do the work, then cut the connection before the answer: the caller cannot know the outcome. */
  cut?: boolean;
  /** Wait this long before every answer. */
  latencyMs?: number;
  /** How many requests are hit; all of them when it is missing. */
  times?: number;
  /** Seconds in Retry-After. Default 1. */
  retryAfter?: number;
  /** Only requests with this method. */
  method?: string;
  /** Only paths that contain this text. By default every path of the API. */
  path?: string;
}

/** Holds what a server does wrong at the moment. */
export interface FaultSwitch {
  current: Faults | null;
}

/** The faults that hit this request, if any; counts it. */
export function takeFaults(faults: FaultSwitch, method: string, path: string): Faults | undefined {
  const current = faults.current;
  if (!current || !hits(current, method, path)) return undefined;
  if (current.times === undefined) return current;
  if (current.times <= 1) faults.current = null;
  else faults.current = { ...current, times: current.times - 1 };
  return current.times > 0 ? current : undefined;
}

function hits(faults: Faults, method: string, path: string): boolean {
  if (faults.method && faults.method.toUpperCase() !== method) return false;
  return path.includes(faults.path ?? '');
}
