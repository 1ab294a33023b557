import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { startTestConnector, type TestConnector } from '../support/connector.ts';

let connector: TestConnector;
let app: Awaited<ReturnType<typeof buildApp>>;
const lines: { requestId?: string; msg: string }[] = [];

beforeAll(async () => {
  connector = await startTestConnector();
  const stream = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(String(line)));
      done();
    },
  });
  app = await buildApp(connector.connector, pino(stream));
});
afterAll(async () => {
  await app.close();
  await connector.close();
});

const idFor = async (given?: string, url = '/version') => {
  const answer = await app.inject({ url, headers: given === undefined ? {} : { 'x-request-id': given } });
  return answer.headers['x-request-id'];
};

test('an answer names its request, and so does every line of the log about it', async () => {
  const id = await idFor();
  expect(id).toMatch(/^[\da-f-]{36}$/);
  expect(lines.filter(({ requestId }) => requestId === id).length).toBeGreaterThan(0);
  expect(lines.filter(({ requestId }) => requestId === undefined)).toEqual([]);
  expect(await idFor()).not.toBe(id);
});

test('a proxy’s own id is taken over, also where there is nothing', async () => {
  expect(await idFor('0af76519_16cd-43dd')).toBe('0af76519_16cd-43dd');
  expect(await idFor('0af76519_16cd-43dd', '/nowhere')).toBe('0af76519_16cd-43dd');
});

test.each([
  'short',
  'x'.repeat(65),
  '<script>alert(1)</script>',
  'two words here',
  '{"a":1234567}',
  'äöüäöüäöü',
])('one that is not sane is not: %j', async (given) => {
  expect(await idFor(given)).toMatch(/^[\da-f-]{36}$/);
});
