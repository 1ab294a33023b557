import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planExternal } from '../../src/generators/external.ts';
import { recogniseApi } from '../../src/openapi/api.ts';
import type { Document } from '../../src/openapi/document.ts';
import { root, temporaryFolder } from '../support/tool.ts';
import { STYLES } from './styles.ts';

const birch = JSON.parse(await readFile(join(root, 'test/fixtures/openapi/birch.json'), 'utf8')) as Document;
const documents = [...Object.values(STYLES), birch];

type Json = unknown;

/** Every place in a value, as the keys on the way to it. */
function placesIn(value: Json, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function replaced(value: Json, [key, ...rest]: string[], by: Json): Json {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string, Json>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const damaged = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(fc.tuple(fc.nat(), fc.jsonValue({ maxDepth: 2 })), { minLength: 1, maxLength: 4 }),
  )
  .map(([document, changes]) =>
    changes.reduce<Json>((changed, [at, by]) => {
      const places = placesIn(changed);
      return replaced(changed, places[at % places.length] as string[], by);
    }, document),
  );

test('whatever stands in a description, it is recognised or not, and never in the way', () => {
  fc.assert(
    fc.property(damaged, (document) => {
      recogniseApi((document ?? {}) as Document);
    }),
    { numRuns: 500 },
  );
});

test('a parameter that is nowhere is no fault of the tool', () => {
  const parameters = [{ name: 'page', in: { toString: [] } }];
  expect(() => recogniseApi({ paths: { '/me': { get: { parameters } } } } as never)).not.toThrow();
});

const parser = Parser.extend(tsPlugin());
const HARM = [
  "'",
  '"',
  '`',
  `\${harm()}`,
  '*/ harm(); /*',
  '\n harm();',
  '\\',
  '<%= harm() %>',
  '\u2028harm()',
];

describe('a description cannot put code of its own into the project', () => {
  test.each(HARM)('%j', async (harm) => {
    const folder = await temporaryFolder();
    for (const [style, document] of Object.entries(STYLES)) {
      const from = join(folder, `${style}.json`);
      const text = JSON.stringify({ openapi: '3.1.0', ...document }, (key, value) =>
        strange(key, value, harm),
      );
      await writeFile(from, text);
      const surroundings = { folder, application: 'Acme', idType: 'number', entities: [] } as const;
      const { files } = await planExternal({ from }, surroundings).catch((error) => {
        if (error.name === 'UserError') return { files: new Map() };
        throw error;
      });
      for (const [path, code] of files)
        expect(callsIn(String(code)), `${style} ${path}`).not.toContain('harm');
    }
  });
});

// Everything that has a name of the API's own gets some harm: paths, parameters, fields, schemes, addresses.
function strange(key: string, value: Json, harm: string): Json {
  if (typeof value === 'string' && ['name', 'authorizationUrl', 'tokenUrl', 'url', 'title'].includes(key))
    return `${value}${harm}`;
  const isNamed = ['paths', 'properties', 'schemas', 'securitySchemes', 'content', 'scopes'].includes(key);
  if (!isNamed || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name === 'id' ? name : `${name}${harm}`, inner]),
  );
}

/** The names of all functions that code calls, where it is code at all. */
function callsIn(code: string): string[] {
  const names: string[] = [];
  JSON.stringify(parser.parse(code, { sourceType: 'module', ecmaVersion: 'latest' }), (_key, node) => {
    if (node?.type === 'CallExpression' && node.callee?.name) names.push(node.callee.name);
    return node;
  });
  return names;
}
