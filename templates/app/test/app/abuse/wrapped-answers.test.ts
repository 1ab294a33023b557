import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSaml } from '../../../src/sso/saml.ts';
import { type SignOnWorld, startSignOn } from '../../support/sign-on.ts';
import { wrappings } from '../../support/wrapped-answers.ts';

let world: SignOnWorld;
beforeAll(async () => {
  world = await startSignOn();
});
afterAll(() => world.close());

describe('an answer whose signature is wrapped', () => {
  test.each(Object.entries(wrappings))('is refused: %s', async (_, { signed, wrap }) => {
    const asked = await world.begin();
    // Both are signed, so that it is not the lack of a signature that it is refused for.
    const honest = world.provider.answer(asked.request, { signed: signed === 'response' ? 'both' : signed });
    const wrapped = wrap(honest);
    expect(wrapped).toContain('usr-eve');
    expect(wrapped).toContain('usr-ada');
    await world.expectRefused(asked, wrapped, /must hold one assertion|Invalid signature/);
    expect(await world.connector.database.user.count({ where: { uid: 'usr-eve' } })).toBe(0);
  });

  test.each(Object.entries(wrappings))('is refused by node-saml, too: %s', async (_, { signed, wrap }) => {
    const asked = await world.begin();
    const tenant = world.connector.tenants.get('default');
    if (!tenant) throw new Error('no tenant');
    const saml = createSaml(tenant, world.url, { id: asked.request.id, at: new Date().toISOString() });
    const honest = world.provider.answer(asked.request, { signed: signed === 'response' ? 'both' : signed });
    const validate = (xml: string) =>
      saml.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString('base64') });
    expect((await validate(honest)).profile?.nameID).toBe('usr-ada');
    await expect(validate(wrap(honest))).rejects.toThrow(/signature|assertion/i);
  });
});
