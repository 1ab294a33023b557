import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createVault, reencryptTokens } from '../../src/engine/index.ts';
import { createTestDatabase } from '../support/database.ts';
import { factories } from '../support/factories.ts';

const newKey = (id: string) => ({ id, key: randomBytes(32).toString('base64') });

test('tokens are encrypted anew under the first key, and the old key is not needed any more', async ({
  onTestFinished,
}) => {
  const { database, remove } = await createTestDatabase();
  onTestFinished(remove);
  const [older, newer] = [newKey('2025'), newKey('2026')];
  const before = createVault([older]);
  const tokens = { oauthToken: before.encrypt('access'), refreshToken: before.encrypt('refresh') };
  const { id } = await factories(database).organization({ ...tokens });
  await factories(database).organization({ oauthToken: null, refreshToken: null, oauthUid: null });

  expect(await reencryptTokens(database, createVault([newer, older]))).toBe(1);

  const { oauthToken, refreshToken } = await database.organization.findUniqueOrThrow({ where: { id } });
  const after = createVault([newer]);
  expect(after.decrypt(oauthToken ?? '')).toBe('access');
  expect(after.decrypt(refreshToken ?? '')).toBe('refresh');
  expect(await reencryptTokens(database, after)).toBe(0);
});

test('so are the key of an application without tokens, and the secret of its webhooks', async ({
  onTestFinished,
}) => {
  const { database, remove } = await createTestDatabase();
  onTestFinished(remove);
  const [older, newer] = [newKey('2025'), newKey('2026')];
  const before = createVault([older]);
  const [credentials, externalWebhookSecret] = [before.encrypt('{"key":"k"}'), before.encrypt('signs')];
  const { id } = await factories(database).organization({ credentials, externalWebhookSecret });

  expect(await reencryptTokens(database, createVault([newer, older]))).toBe(1);

  const organization = await database.organization.findUniqueOrThrow({ where: { id } });
  const after = createVault([newer]);
  expect(organization).toMatchObject({ oauthToken: null, refreshToken: null });
  expect(after.decrypt(organization.credentials ?? '')).toBe('{"key":"k"}');
  expect(after.decrypt(organization.externalWebhookSecret ?? '')).toBe('signs');
});

test('a token whose key is gone stops it with the name of the key', async ({ onTestFinished }) => {
  const { database, remove } = await createTestDatabase();
  onTestFinished(remove);
  await factories(database).organization({ oauthToken: createVault([newKey('lost')]).encrypt('access') });
  await expect(reencryptTokens(database, createVault([newKey('2026')]))).rejects.toThrow('the key "lost"');
});
