import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { main } from '../../src/boot.ts';
import { shutDown } from '../../src/shutdown.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let world: TestConnector;
beforeEach(async () => {
  world = await startTestConnector();
});
afterEach(() => world.close());

test('before it ends the connector is not ready, and takes no requests, but is alive', async () => {
  world.app.drain();
  expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  for (const path of ['/health/ready', '/', '/maestrano/connec/notifications/default', '/nothing']) {
    const answer = await fetch(`${world.url}${path}`);
    expect([path, answer.status]).toEqual([path, 503]);
    expect(answer.headers.get('retry-after')).toBe('10');
    expect(answer.headers.get('connection')).toBe('close');
    const word = 'The connector is being restarted. Please try again in a moment.';
    expect(await answer.json()).toEqual(path === '/health/ready' ? { status: word } : { error: word });
  }
  const page = await fetch(world.url, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('Back in a moment');
  expect(world.heard).toEqual([]);
});

test('open requests are answered to the end; then nobody is', async () => {
  const app = await buildApp(world.connector);
  const open = latch();
  const end = latch();
  app.get('/slow', async () => {
    open.resolve();
    await end.promise;
    return 'done';
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const slow = fetch(`${url}/slow`);
  await open.promise;
  const ended = shutDown(world.connector, app);
  await expect.poll(() => fetch(url).catch(() => 'refused')).toBe('refused');
  end.resolve();
  expect(await (await slow).text()).toBe('done');
  await ended;
});

test('whoever is not answered in time is hung up on', async () => {
  const app = await buildApp({
    ...world.connector,
    config: { ...world.connector.config, shutdownSeconds: 0.5 },
  });
  const open = latch();
  app.get('/endless', () => {
    open.resolve();
    return new Promise(() => {});
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const endless = fetch(`${url}/endless`);
  await open.promise;
  await Promise.all([shutDown(app.connector, app), expect(endless).rejects.toThrow('fetch failed')]);
});

test('told to end while it starts, a process does so when it has started: what it has begun is ended in order', async () => {
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  onTestFinished(() => exit.mockRestore());
  const listeners = () => (['SIGTERM', 'SIGINT'] as const).flatMap((signal) => process.listeners(signal));
  const before = listeners();
  const [start, stop] = [latch(), latch()];
  const starting = main(async () => {
    await start.promise;
    return () => stop.promise;
  });
  // As the signal would, but for those who have nothing to do with it.
  const [told, other] = listeners().filter((listener) => !before.includes(listener));
  process.off('SIGTERM', told as () => void).off('SIGINT', other as () => void);
  told?.('SIGTERM');
  start.resolve();
  await starting;
  expect(exit).not.toHaveBeenCalled();
  stop.resolve();
  await expect.poll(() => exit.mock.calls).toEqual([[0]]);
});

function latch() {
  let resolve = () => {};
  const promise = new Promise<void>((open) => {
    resolve = open;
  });
  return { promise, resolve };
}
