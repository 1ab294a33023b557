import { expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { createLogger } from '../../src/logger.ts';
import { startTestConnector } from '../support/connector.ts';

function listen() {
  const lines: string[] = [];
  const logger = createLogger(
    { logLevel: 'debug', environment: 'test' },
    { write: (line) => lines.push(line) },
  );
  return { logger, lines };
}

test('tokens, keys and headers that open doors are not logged, at the top or in a field', () => {
  const { logger, lines } = listen();
  const hidden = {
    accessToken: 'T0P',
    refreshToken: 'T0P',
    clientSecret: 'T0P',
    credentials: { user: 'T0P' },
    apiKey: 'T0P',
    key: 'T0P',
    password: 'T0P',
    authorization: 'T0P',
    cookie: 'T0P',
  };
  logger.info({ ...hidden, kept: 'seen' }, 'a');
  logger.child({ tenant: hidden }).warn({ tokens: hidden, response: { headers: hidden } }, 'b');
  expect(lines.join()).toContain('seen');
  expect(lines.join()).not.toContain('T0P');
});

test('of an address the query is not logged: OAuth sends its code there', async () => {
  const { logger, lines } = listen();
  const { connector, close } = await startTestConnector();
  const app = await buildApp(connector, logger);
  await app.inject({
    url: '/auth/external/callback?code=T0P&state=T0P',
    headers: { cookie: 'a=T0P', authorization: 'Basic T0P' },
  });
  await app.inject({ method: 'POST', url: '/external/webhooks/7.T0P' });
  expect(lines.join()).toContain('"path":"/auth/external/callback"');
  expect(lines.join()).toContain('"path":"/external/webhooks/7"');
  expect(lines.join()).not.toContain('T0P');
  await app.close();
  await close();
});
