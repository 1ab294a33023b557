import { describe, expect, test } from 'vitest';
import { accountOf } from '../../src/openapi/account.ts';
import { accessOf } from '../../src/openapi/auth.ts';
import type { Document, Requirement, SecurityScheme } from '../../src/openapi/document.ts';
import { type Operation, operationAt } from '../../src/openapi/operation.ts';
import { inWords, reasonsOf } from '../../src/openapi/refusal.ts';
import { count, json, listOf, object, person, text } from './describe.ts';

const code = { authorizationUrl: 'https://a.example/authorize', tokenUrl: 'https://a.example/token' };
const oauth: SecurityScheme = {
  type: 'oauth2',
  flows: { authorizationCode: { ...code, scopes: { read: '', write: '', admin: '' } } },
};
const key: SecurityScheme = { type: 'apiKey', in: 'header', name: 'X-Key' };

function access(
  securitySchemes: Record<string, SecurityScheme>,
  security: Requirement[] = [],
  own?: Requirement[],
) {
  const get = { responses: {}, ...(own && { security: own }) };
  const document: Document = { components: { securitySchemes }, security, paths: { '/people': { get } } };
  return accessOf(document, [operationAt(document, '/people', 'get') as Operation])?.value;
}

describe('an API is got into', () => {
  test('by OAuth 2, with the scopes that the calls need and no others', () => {
    const own: Requirement[] = [{ oauth: ['read'] }, { key: [] }];
    expect(access({ key, oauth }, [{ oauth: ['admin'] }], own)).toEqual({
      auth: {
        kind: 'oauth',
        authorizationUrl: code.authorizationUrl,
        tokenUrl: code.tokenUrl,
        scopes: ['read'],
        offered: ['read', 'write', 'admin'],
      },
      besides: [],
    });
  });

  test.each<[string, SecurityScheme, object | undefined]>([
    ['a bearer token', { type: 'http', scheme: 'Bearer' }, { kind: 'bearer' }],
    ['a name and a password', { type: 'http', scheme: 'basic' }, { kind: 'basic' }],
    ['a key in a header', key, { kind: 'key', in: 'header', name: 'X-Key' }],
    [
      'a key in the query',
      { type: 'apiKey', in: 'query', name: 'api_key' },
      { kind: 'key', in: 'query', name: 'api_key' },
    ],
    [
      'a key that is a bearer token',
      { ...key, name: 'Authorization', description: 'Bearer {token}' },
      { kind: 'bearer' },
    ],
    [
      'nothing that links accounts',
      { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'x' } } },
      undefined,
    ],
    ['nothing that is known', { type: 'mutualTLS' }, undefined],
  ])('by %s', (_how, scheme, auth) => {
    expect(access({ scheme })?.auth).toEqual(auth);
  });

  test('by two things at once', () => {
    expect(access({ key, oauth, app: key }, [{ oauth: ['read'], app: [] }])?.besides).toEqual(['app']);
  });
});

describe('whose account was linked', () => {
  const account = (paths: Record<string, object>) => {
    const calls = Object.entries(paths).map(([path, answer]) => [
      path,
      { get: { responses: { 200: json(answer) } } },
    ]);
    return accountOf({ paths: Object.fromEntries(calls) })?.value;
  };
  const company = object({ id: text, name: text });

  test.each([
    [
      '/me',
      object({ account: company }),
      { at: ['account'], id: 'id', name: 'name', idType: 'text', isPerson: false },
    ],
    [
      '/v1/accounts/self',
      object({ data: object({ id: count, company_name: text }) }),
      { at: ['data'], name: 'company_name', idType: 'number', isPerson: false },
    ],
    ['/shop.json', object({ shop: company }), { at: ['shop'], isPerson: false }],
    ['/users/me', object({ id: count, login: text }), { at: [], name: 'login', isPerson: true }],
    [
      '/organization',
      object({ organization_id: text, title: text }),
      { id: 'organization_id', name: 'title' },
    ],
    ['/me', object({ name: text }), undefined],
    ['/accounts', listOf(company), undefined],
    ['/people', person, undefined],
  ])('is told by GET %s', (path, answer, expected) => {
    const found = account({ [path]: answer });
    if (expected) expect(found).toMatchObject({ path, ...expected });
    else expect(found).toBeUndefined();
  });

  test('by the company before the person', () => {
    expect(account({ '/me': person, '/company': company })?.path).toBe('/company');
  });
});

describe('a refusal says why', () => {
  const reasons = (...schemas: object[]) => {
    const responses = Object.fromEntries(schemas.map((schema, at) => [String(400 + at), json(schema)]));
    const document = { paths: { '/people': { get: { responses } } } } as Document;
    return reasonsOf([operationAt(document, '/people', 'get') as Operation])?.value.map(inWords);
  };

  test.each([
    [object({ error: object({ code: text, message: text }) }), ['"error.message"']],
    [object({ error: text, error_description: text }), ['"error_description"', '"error"']],
    [object({ errors: listOf(object({ detail: text, title: text })) }), ['"errors[].detail"']],
    [object({ errors: listOf(text), message: text }), ['"errors[]"', '"message"']],
    [object({ type: text, title: text, detail: text }), ['"detail"', '"title"']],
    [object({ code: count }), undefined],
  ])('%#', (schema, expected) => {
    expect(reasons(schema)).toEqual(expected);
  });

  test('first where most refusals do', () => {
    const rare = object({ error: text });
    const usual = object({ errors: listOf(object({ message: text })) });
    expect(reasons(rare, usual, usual)).toEqual(['"errors[].message"', '"error"']);
  });
});
