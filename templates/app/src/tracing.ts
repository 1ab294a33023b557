import type { Config } from './config.ts';
import type { Log, Trace } from './engine/index.ts';

/** What a process does, followed: see engine/trace.ts. */
export interface Tracing {
  trace: Trace;
  /** Sends what has not been sent, but takes no longer than `patienceMs`. */
  close(patienceMs: number): Promise<void>;
}

/**
 * Traces of what the connector does, sent to an OpenTelemetry collector: a span for every run, entity, page, message and
 * outside call. Ids and counts are in them, never anything of a record, nor a token or a query; no call carries a
 * `traceparent`, for neither side is ours. A collector that does not answer disturbs nothing: a warning a minute says so.
 *
 * @returns undefined where no collector is configured: nothing of the SDK is loaded then.
 */
export async function startTracing(
  { tracesUrl, build }: Pick<Config, 'tracesUrl' | 'build'>,
  log: Log,
): Promise<Tracing | undefined> {
  if (!tracesUrl) return undefined;
  const { openTelemetry } = await import('./tracing/open-telemetry.ts');
  return openTelemetry(tracesUrl, build.commit, log);
}
