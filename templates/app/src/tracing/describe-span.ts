import { type Attributes, SpanKind, type SpanOptions } from '@opentelemetry/api';
import type { Span, SpanEnd } from '../engine/index.ts';

/**
 * What a span is called, and what it says: names by the semantic conventions where there are some, and those of the
 * log's fields otherwise. Of a call neither path nor query: an id or an e-mail address may be in them.
 */
export function describeSpan(span: Span): { name: string } & SpanOptions {
  if (span.type === 'call') return describeCall(span);
  const { type, ...fields } = span;
  const attributes = prefixed(fields);
  const root = type === 'run' || type === 'message';
  return { name: nameOf(span), kind: SpanKind.INTERNAL, attributes, root };
}

function nameOf(span: Exclude<Span, { type: 'call' }>): string {
  if (span.type === 'entity') return `entity ${span.entity}`;
  return span.type === 'page' ? `page of ${span.from}` : span.type;
}

function describeCall({ method, side, tenant, server }: Extract<Span, { type: 'call' }>) {
  const name = method.toUpperCase();
  const attributes: Attributes = {
    'http.request.method': name,
    ...(server && { 'server.address': server.name, 'server.port': server.port }),
    ...prefixed({ side, tenant }),
  };
  return { name, kind: SpanKind.CLIENT, attributes };
}

/** How it ended; and whether that is a failure, by what kind of one. */
export function describeEnd({ status, outcome, answer }: SpanEnd): {
  attributes: Attributes;
  failure?: string | undefined;
} {
  const attributes = {
    ...prefixed({ status, outcome }),
    ...(answer !== undefined && { 'http.response.status_code': answer }),
  };
  if (answer !== undefined && answer >= 400) return { attributes, failure: String(answer) };
  return { attributes, failure: [status, outcome].find((word) => word && failures.has(word)) };
}

const failures = new Set(['ERROR', 'failed', 'parked']);

/** What has no value is left out. */
const prefixed = (fields: Record<string, string | number | boolean | null | undefined>): Attributes =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[`connector.${name}`, value]],
    ),
  );
