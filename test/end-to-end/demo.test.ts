import { createServer } from 'node:net';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { shellEnvironment } from '../support/shell-environment.ts';
import { root } from '../support/tool.ts';

/** The README's first command, on a machine that cannot reach the servers of Prisma's engines. */
test('npm run demo tells its story to the end, and nothing of Prisma is downloaded', {
  timeout: 240_000,
}, async () => {
  const mirror = `http://127.0.0.1:${await closedPort()}`;
  const { all, exitCode } = await execa('npm', ['run', 'demo'], {
    cwd: root,
    env: {
      ...shellEnvironment(),
      NO_COLOR: '1',
      PRISMA_ENGINES_MIRROR: mirror,
      PRISMA_BINARIES_MIRROR: mirror,
    },
    extendEnv: false,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  expect(exitCode, all).toBe(0);
  expect(all).toContain('Both sides are equal.');
  expect(all).not.toContain(mirror);
});

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
