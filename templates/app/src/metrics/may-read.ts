import type { Config } from '../config.ts';
import { sameText } from '../same-text.ts';

/** Who asks: the header `authorization`, and the address. */
export interface Reader {
  authorization: string | undefined;
  address: string | undefined;
}

/**
 * Whoever has METRICS_TOKEN (RFC 6750) may read the metrics. Without one in the configuration: on a developer's machine
 * whoever is on it, and in production nobody, for behind a proxy everybody seems to be on this machine.
 *
 * @returns 'hidden': for this reader there are none. 'refused': the token is not the right one.
 */
export function mayReadMetrics(
  { metricsToken, environment }: Pick<Config, 'metricsToken' | 'environment'>,
  { authorization = '', address = '' }: Reader,
): 'yes' | 'hidden' | 'refused' {
  if (metricsToken === undefined)
    return environment !== 'production' && loopback.has(address) ? 'yes' : 'hidden';
  return sameText(authorization, `Bearer ${metricsToken}`) ? 'yes' : 'refused';
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** What a refusal asks for. */
export const challenge = 'Bearer realm="metrics"';
