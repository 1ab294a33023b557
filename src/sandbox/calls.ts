/** One request that was answered. `status` is 0 when the connection was cut instead. */
export interface Call {
  method: string;
  path: string;
  status: number;
}

const KEPT = 5000;

/** Adds a call to the list, which keeps the last 5000. */
export function recordCall(calls: Call[], call: Call): void {
  calls.push(call);
  if (calls.length > KEPT) calls.splice(0, calls.length - KEPT);
}
