import { expect, test } from 'vitest';
import {
  dnsNameOf,
  providerOf,
  suggestProjectName,
  whyNotExternalName,
  whyNotProjectName,
} from '../src/names.ts';

test.each(['my-app', 'a', '2fa', 'a.b_c-d', 'x'.repeat(100)])('"%s" can name a project', (name) => {
  expect(whyNotProjectName(name)).toBeUndefined();
});

test.each([
  '',
  'My-App',
  'my app',
  '.hidden',
  '-x',
  'a/b',
  'a\\b',
  'naïve',
  '名前',
  'x'.repeat(101),
  'node_modules',
  'fs',
  'con',
  'nul.x',
  'create-connector',
  'a\n',
  'constructor()',
])('%j cannot', (name) => {
  expect(whyNotProjectName(name)).toBeTypeOf('string');
});

test.each([
  ['My App!', 'my-app'],
  ['  Ça & Là ', 'ca-la'],
  ['..', ''],
  ['名前', ''],
  ['fs', ''],
])('for %j the suggestion is %j', (name, suggestion) => {
  expect(suggestProjectName(name)).toBe(suggestion);
});

test.each(["O'Brien & Söhne", '3CX', 'Zoho CRM (v2)', '会計ソフト'])('%j can name an application', (name) => {
  expect(whyNotExternalName(name)).toBeUndefined();
});

test.each(['', ' x', 'a\nb', 'a"b', '`', '$x', '<b>', 'a\\', 'x'.repeat(41)])('%j cannot', (name) => {
  expect(whyNotExternalName(name)).toBeTypeOf('string');
});

test.each([
  ['Zoho CRM', 'zoho-crm'],
  ["O'Brien & Söhne", 'o-brien-sohne'],
  ['会計', 'external'],
])('the provider of %j is %j', (name, provider) => {
  expect(providerOf(name)).toBe(provider);
});

test.each([
  ['my-app', 'my-app'],
  ['my_app.2', 'my-app-2'],
  ['3cx', 'c-3cx'],
  ['a._', 'a'],
  [`${'x'.repeat(29)}-yz`, 'x'.repeat(29)],
])('in a cluster and for a user of Linux %s is called %s', (name, dnsName) => {
  expect(dnsNameOf(name)).toBe(dnsName);
  expect(dnsName).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
});
