import { DiagLogLevel, diag, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { type Log, messageOf, type Trace } from '../engine/index.ts';
import type { Tracing } from '../tracing.ts';
import { type CurrentSpan, currentSpan } from './current-span.ts';
import { describeEnd, describeSpan } from './describe-span.ts';

/** What uses the SDK is in this file and in describe-span.ts: neither is loaded where nothing is traced. */
export function openTelemetry(url: string, version: string | null, log: Log): Tracing {
  const complain = onceAMinute(log);
  const say = (message: string) => complain(0, message);
  const silent = () => {};
  // The SDK's own words: of a setting that it does not know, of spans that it has dropped.
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const provider = new BasicTracerProvider({
    resource: describeProcess(version),
    spanProcessors: [new BatchSpanProcessor(undisturbing(new OTLPTraceExporter({ url }), complain))],
  });
  return {
    trace: traceWith(provider),
    async close(patienceMs) {
      await within(patienceMs, provider.shutdown()).catch((error) => say(messageOf(error)));
      diag.disable();
    },
  };
}

async function within(patienceMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the collector has not taken them in time')), patienceMs);
  });
  await Promise.race([work, over]).finally(() => clearTimeout(timer));
}

/** OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win. */
function describeProcess(version: string | null) {
  const attributes = { 'service.name': 'connector', ...(version && { 'service.version': version }) };
  return defaultResource()
    .merge(resourceFromAttributes(attributes))
    .merge(detectResources({ detectors: [serviceInstanceIdDetector, envDetector] }));
}

/** A span under way. When it has ended, what still goes on of it begins a trace of its own. */
interface OpenSpan extends CurrentSpan {
  span: Span;
  ended: boolean;
}

function traceWith(provider: BasicTracerProvider): Trace {
  const tracer = provider.getTracer('connector');
  return async (described, work) => {
    const { name, ...options } = describeSpan(described);
    const parent = currentSpan.getStore() as OpenSpan | undefined;
    const context = parent && !parent.ended ? trace.setSpan(ROOT_CONTEXT, parent.span) : ROOT_CONTEXT;
    const span = tracer.startSpan(name, options, context);
    const { traceId, spanId } = span.spanContext();
    const open: OpenSpan = { span, ended: false, ids: { trace_id: traceId, span_id: spanId } };
    const note = (end: Parameters<typeof describeEnd>[0]) => {
      const { attributes, failure } = describeEnd(end);
      span.setAttributes(attributes);
      if (failure !== undefined) fail(span, failure);
    };
    try {
      return await currentSpan.run(open, () => work(note));
    } catch (error) {
      fail(span, error instanceof Error ? error.name : 'Error');
      throw error;
    } finally {
      open.ended = true;
      span.end();
    }
  };
}

/** By its kind alone: what an error says may repeat a record. */
function fail(span: Span, kind: string): void {
  span.setAttribute('error.type', kind);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

type Complain = (spans: number, reason: string) => void;

/** For the SDK everything has always been sent: what was not is lost, told here, and fails nowhere else. */
function undisturbing(exporter: SpanExporter, complain: Complain): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, ({ code, error }) => {
        if (code !== sent) complain(spans.length, error?.message ?? 'no reason given');
        done({ code: sent });
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

/** ExportResultCode.SUCCESS of @opentelemetry/core. */
const sent = 0;

function onceAMinute(log: Log): Complain {
  let lost = 0;
  let quietUntil = 0;
  return (spans, reason) => {
    lost += spans;
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + 60_000;
    // Spans are sent from within the work of any of them: the line is not about that one.
    currentSpan.exit(() => log.warn({ reason, lost }, 'traces are not complete'));
    lost = 0;
  };
}
