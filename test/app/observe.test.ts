import { parser } from '@prometheus-io/lezer-promql';
import { collectDefaultMetrics } from 'prom-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { planApp } from '../../src/generators/app.ts';
import { startTestConnector } from '../../templates/app/test/support/connector.ts';

interface Panel {
  title: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
}
interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string };
}

const answers = { name: 'my-app', external: 'Acme', database: 'sqlite', packageManager: 'npm' };
let panels: Panel[];
let rules: Rule[];
let known: Set<string>;
beforeAll(async () => {
  const files = await planApp(answers);
  const read = (name: string) => String(files.get(`deploy/observe/${name}`));
  panels = JSON.parse(read('dashboard.json')).panels;
  rules = parse(read('alerts.yaml')).groups.flatMap((group: { rules: Rule[] }) => group.rules);
  known = await metricsOfConnector();
});

/** Those of a process with pages, as it names them itself. */
async function metricsOfConnector(): Promise<Set<string>> {
  const world = await startTestConnector();
  collectDefaultMetrics({ register: world.app.metrics.registry });
  const text = await world.app.metrics.read();
  await world.close();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

/** What is asked for, or in what way it is no PromQL. */
function metricsIn(expression: string): string[] {
  const text = expression.replaceAll('$__rate_interval', '5m');
  const found: string[] = [];
  parser.parse(text).iterate({
    enter({ type, name, from, to }) {
      if (type.isError) found.push(`not PromQL at ${from}: ${text}`);
      if (name === 'VectorSelector') found.push(/^\w+/.exec(text.slice(from, to))?.[0] ?? text);
    },
  });
  return found;
}

const unknownIn = (expressions: string[]) =>
  expressions.flatMap(metricsIn).filter((name) => !known.has(name) && name !== 'up');
const asked = () => panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

describe('deploy/observe', () => {
  test('asks for nothing but what a connector counts, in the dashboard and in the alerts', () => {
    expect(asked().flatMap(metricsIn).length).toBeGreaterThan(25);
    expect(unknownIn(asked())).toEqual([]);
    expect(unknownIn(rules.map(({ expr }) => expr))).toEqual([]);
    expect(unknownIn(['rate(connector_made_up_total[5m])', 'sum(up'])).toHaveLength(2);
  });

  test('shows whatever the connector itself counts', () => {
    const shown = new Set([...asked(), ...rules.map(({ expr }) => expr)].flatMap(metricsIn));
    const own = [...known].map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    const unseen = own.filter(
      (name) => name.startsWith('connector_') && ![...shown].some((metric) => metric.startsWith(name)),
    );
    // For whoever looks for the reason of something.
    expect([...new Set(unseen)].sort()).toEqual([
      'connector_conflicts_total',
      'connector_entities_given_up_total',
      'connector_message_age_seconds',
      'connector_messages_total',
      'connector_records_read_total',
    ]);
  });

  test('says of each alert what it means and what to do, and of how many it tells', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules) {
      expect(labels.severity, alert).toMatch(/^(critical|warning|info)$/);
      expect(annotations.summary.length, alert).toBeGreaterThan(20);
      expect(annotations.description.length, alert).toBeGreaterThan(60);
    }
  });

  test('has no two panels in one place', () => {
    const cells = panels.flatMap(({ title, gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => ({ title, cell: `${x + (i % w)} ${y + Math.floor(i / w)}` })),
    );
    const taken = new Map<string, string>();
    for (const { title, cell } of cells) {
      expect(taken.get(cell) ?? title).toBe(title);
      taken.set(cell, title);
    }
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});
