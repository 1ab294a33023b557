import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { visit } from '../../scripts/demo/visit.ts';
import { freePort } from '../../src/dev/ports.ts';
import { sandboxEnvironment, startAcme, startHub } from '../../src/sandbox/index.ts';
import { toolRoot } from '../../src/tool.ts';
import { testConfig } from '../../templates/app/test/support/config.ts';
import { createTestDatabase } from '../../templates/app/test/support/database.ts';

test('at SIGTERM a server is not ready any more, hands over the run under way, and ends with 0 in time', async () => {
  const { acme, database, server, url } = await startServer();
  const person = visit(url);
  const status = async (path: string) => (await fetch(`${url}${path}`)).status;
  await person.signIn();
  await person.linkAcme();
  expect(await status('/health/ready')).toBe(200);
  // Acme takes its time: the run is in the middle of a page when it is stopped.
  acme.misbehave({ latencyMs: 200, path: '/api/' });
  await person.start(['account', 'contact']);
  const created = () => acme.calls.filter(({ method }) => method === 'POST').length;
  await expect.poll(created, { timeout: 20_000 }).toBeGreaterThan(1);

  const exit = once(server, 'exit');
  const began = performance.now();
  server.kill('SIGTERM');
  await expect.poll(() => status('/health/ready'), { interval: 10 }).toBe(503);
  expect(await status('/health/live')).toBe(200);
  expect(await exit).toEqual([0, null]);
  expect(performance.now() - began).toBeLessThan(10_000);

  expect(await database.synchronization.findMany()).toMatchObject([
    { status: 'INTERRUPTED', finishedAt: expect.any(Date) },
  ]);
  expect(await database.organization.findFirst()).toMatchObject({ leaseOwner: null, pausedReason: null });
});

/** The template's own server, as a process between a hub and an Acme. */
async function startServer() {
  const [hub, acme, fresh] = await Promise.all([startHub(), startAcme(), createTestDatabase()]);
  const port = await freePort(3100);
  const { sessionSecret, encryptionKeys } = testConfig();
  const program = join(toolRoot, 'templates/app/src/server.ts');
  const server = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), program], {
    cwd: tmpdir(), // There is no .env.
    env: {
      ...sandboxEnvironment(hub, acme),
      PORT: `${port}`,
      DATABASE_URL: fresh.url,
      SESSION_SECRET: sessionSecret,
      ENCRYPTION_KEYS: encryptionKeys.map(({ id, key }) => `${id}:${key}`).join(),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await Promise.all([hub.close(), acme.close(), fresh.remove()]);
  });
  let printed = '';
  server.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  await expect.poll(() => printed, { timeout: 20_000 }).toContain('Server listening');
  return { acme, database: fresh.database, server, url: `http://127.0.0.1:${port}` };
}
