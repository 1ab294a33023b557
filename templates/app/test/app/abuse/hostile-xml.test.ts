import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser } from '../../support/browser.ts';
import { type SignOnWorld, startSignOn } from '../../support/sign-on.ts';

let world: SignOnWorld;
beforeAll(async () => {
  world = await startSignOn();
});
afterAll(() => world.close());

const consume = '/maestrano/auth/saml/consume/default';

/** Ten times ten times … of the one before. */
const laughs = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
).join('');

describe('an answer is refused', () => {
  test.each<[string, (honest: string) => string, RegExp]>([
    [
      'with a bomb of entities',
      (xml) => `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>${xml.replace('>Ada<', '>&l9;<')}`,
      /DOCTYPE|entity/,
    ],
    [
      'with one huge entity, used often',
      (xml) =>
        `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(9000)}">]>${xml.replace('>Ada<', `>${'&a;'.repeat(9000)}<`)}`,
      /DOCTYPE|entity/,
    ],
    [
      'with an entity that names a file',
      (xml) => `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${xml.replace('>Ada<', '>&f;<')}`,
      /DOCTYPE|entity/,
    ],
    [
      'with an entity that names an address',
      (xml) => `<!DOCTYPE x [<!ENTITY % e SYSTEM "${world.url}/health/live"> %e;]>${xml}`,
      /DOCTYPE|entity/,
    ],
    ['with a DOCTYPE that does nothing', (xml) => `<!DOCTYPE x>${xml}`, /DOCTYPE/],
    ['with an entity nobody defined', (xml) => xml.replace('>Ada<', '>&who;<'), /entity/],
    ['that opens forty thousand tags and closes none', () => '<a>'.repeat(40_000), /more than 1000 tags/],
    ['that opens thirty thousand comments', () => `<a>${'<!--'.repeat(30_000)}`, /more than 1000 tags/],
    ['that is nested fifteen thousand deep', (xml) => deep(xml, 15_000), /more than 1000 tags/],
    ['with a tree beside the assertion', (xml) => deep(xml, 100), /one assertion/],
    ['with two roots', (xml) => xml + xml, /element/],
    ['that is not XML', () => 'nonsense', /./],
    ['that is another document', () => '<html xmlns="http://www.w3.org/1999/xhtml"/>', /not a SAML response/],
    [
      'that is a response of another namespace',
      (xml) => xml.replace('urn:oasis:names:tc:SAML:2.0:protocol', 'urn:other'),
      /not a SAML response/,
    ],
    [
      'without an assertion',
      (xml) => xml.replace(/<saml:Assertion.*<\/saml:Assertion>/s, ''),
      /one assertion/,
    ],
    ['that holds two', (xml) => xml.replace(/<saml:Assertion.*<\/saml:Assertion>/s, '$&$&'), /one assertion/],
    [
      'whose assertion is encrypted',
      (xml) =>
        xml.replace(
          /<saml:Assertion.*<\/saml:Assertion>/s,
          '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/>',
        ),
      /one assertion/,
    ],
  ])('%s', async (_, edit, reason) => {
    const asked = await world.begin();
    await world.expectRefused(asked, edit(world.provider.answer(asked.request)), reason);
  });

  const deep = (xml: string, depth: number) =>
    xml.replace('<samlp:Status>', `${'<x>'.repeat(depth)}${'</x>'.repeat(depth)}<samlp:Status>`);
});

describe('a post', () => {
  test('without an answer is a 400, and so is one with two of them (contract 252)', async () => {
    const { browser } = await world.begin();
    expect((await browser.post(consume, {})).status).toBe(400);
    expect((await browser.post(consume, { SAMLResponse: '' })).status).toBe(400);
    expect((await browser.post(consume, { SAMLResponse: ['a', 'b'] })).status).toBe(400);
  });

  test('of another media type is a 415, and one that is too big a 413 before it is read', async () => {
    const { browser } = await world.begin();
    const before = await world.rows();
    const json = await browser.request(consume, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: '<a/>',
    });
    expect(json.status).toBe(415);
    const big = await browser.post(consume, { SAMLResponse: 'A'.repeat(300 * 1024) });
    expect(big.status).toBe(413);
    expect(big.html).not.toMatch(/node_modules|\.ts:\d/);
    expect(await world.rows()).toEqual(before);
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
  });

  test('of anything at all changes nothing, and is answered', async () => {
    const { browser } = await world.begin();
    const [sent] = [...browser.cookies.values()];
    const before = await world.rows();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), xmlish), async (text) => {
        const eve = createBrowser(world.url);
        eve.cookies.set('connector_sign_on', sent ?? '');
        const SAMLResponse = Buffer.from(text).toString('base64');
        const { status } = await eve.post(consume, { SAMLResponse });
        expect(status).toBe(SAMLResponse === '' ? 400 : 303);
        expect(eve.cookies.size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
    expect(await world.rows()).toEqual(before);
  });

  const xmlish = fc
    .array(
      fc.constantFrom(
        '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
        '>',
        '<',
        '/>',
        '<saml:Assertion ID="a">',
        '</saml:Assertion>',
        '</samlp:Response>',
        '&',
        '"',
        '<![CDATA[',
        ']]>',
        '<?x',
        '?>',
        '<!--',
        '-->',
        'a',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));
});
