import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/index.ts';
import { acme, connecId } from '../support/hub.ts';
import { hubWithClock } from '../support/hub-with-clock.ts';

const connec = (id: string) => ({ id, provider: 'connec', realm: 'org-fern' });

describe('lines (connec-api §7.2, §7.3)', () => {
  const invoice = {
    title: '#1',
    lines: [
      { id: [acme(1)], quantity: 1, description: 'Lantern' },
      { id: [acme(2)], quantity: 2 },
    ],
  };

  test('get ids of their own', async () => {
    const { post } = await hubWithClock();
    const { record } = await post({ id: [acme(9)], ...invoice }, 'invoices');
    expect(record.lines[0].id).toEqual([connec(connecId(record.lines[0])), acme(1)]);
    expect(connecId(record.lines[0])).not.toBe(connecId(record.lines[1]));
  });

  test('are matched by hub id when only names are handed back, and keep their other fields', async () => {
    const { hub, call, later } = await hubWithClock();
    const saved = hub.save('cld-fern', 'invoices', { lines: [{ quantity: 1 }, { quantity: 2 }] });
    const [first, second] = saved.lines as JsonObject[];
    later(60);
    const { body } = await call('PUT', `/api/v2/cld-fern/invoices/${connecId(saved)}`, {
      invoices: { id: [acme(9)], lines: [{ id: [connec(connecId(second)), acme(22)] }] },
    });
    expect(body.invoices.lines).toEqual([first, { ...second, id: [connec(connecId(second)), acme(22)] }]);
    expect(body.invoices.updated_at).toBe('2026-03-04T05:00:00Z');
  });

  test('that are absent stay, unless sparse is false: then they are gone', async () => {
    const { post } = await hubWithClock();
    await post({ id: [acme(9)], ...invoice }, 'invoices');
    const change = { id: [acme(9)], lines: [{ id: [acme(2)], quantity: 5 }] };
    const sparse = await post(change, 'invoices');
    expect(sparse.record.lines.map((line: JsonObject) => line.quantity)).toEqual([1, 5]);
    const whole = await post({ ...change, opts: { sparse: false } }, 'invoices');
    expect(whole.record.lines.map((line: JsonObject) => line.quantity)).toEqual([5]);
    expect(connecId(whole.record.lines[0])).toBe(connecId(sparse.record.lines[1]));
  });

  test('without any id replace those that are there', async () => {
    const { post } = await hubWithClock();
    await post({ id: [acme(9)], lines: [{ quantity: 1 }] }, 'invoices');
    const { record } = await post({ id: [acme(9)], lines: [{ quantity: 3 }] }, 'invoices');
    expect(record.lines.map((line: JsonObject) => line.quantity)).toEqual([3]);
  });
});
