import { call, imports, inComment, inTemplate, keyOf, quoted } from '../code/layout.ts';
import { memberOf } from '../code/member.ts';
import type { Api } from '../openapi/api.ts';
import { COLLECTION, type Envelope, RECORD } from '../openapi/envelope.ts';
import type { InactiveField, MomentField } from '../openapi/fields.ts';
import type { Since } from '../openapi/since.ts';
import { type Address, collectionPaths } from './api-address.ts';
import { todoOf } from './client-code.ts';
import type { Gap } from './gaps.ts';

const LINE = '    ';
const NESTED = '      ';

/** What templates/external/src/entity.ts asks for. */
export function baseCode(api: Api, address: Address): Record<string, unknown> {
  const { places, since, created, keyHeader, answer } = api;
  const has = (call: 'get' | 'create' | 'update') => places.collections.some((one) => one[call]);
  const todo = (gap: Gap) => todoOf(gap, api, '  ').join('');
  const external = address.below === undefined ? 'external' : 'context.external';
  const [collection = { recordName: 'contact' }] = places.collections;
  const wraps = (answer?.value.path.length ?? 0) > 0;
  return {
    imports: importsOf(since !== undefined, has('get'), has('create') && has('update')),
    examples: { collection: quotedName(collectionPaths(api)[0]), record: quotedName(collection.recordName) },
    denied: deniedOf(has('create'), has('update'), todo),
    namesRecords: JSON.stringify([api.id, answer, api.body].map((fact) => fact?.value)).includes(RECORD),
    context: address.below === undefined ? '{ external }' : 'context',
    todo: Object.fromEntries(
      MARKED.map((gap) => [gap, gap === 'below' ? todo(gap).replace(/^ {2}/gm, '  ') : todo(gap)]),
    ),
    id: api.id && `${fieldOf(api.id.value.path)} as ${api.id.value.type === 'number' ? 'number' : 'string'}`,
    updatedAt: momentCode(api.updatedAt?.value),
    createdAt: momentCode(api.createdAt?.value),
    inactive: api.inactive?.value.map(inactiveCode).join(' || '),
    list: listCode(address, external, since?.value),
    get: has('get') && `${NESTED}return ${taken(`await ${external}.get(${address.item})`, wraps)};\n`,
    create: has('create') && createCode(api, address, external, wraps && created?.value === 'record'),
    creationTodo: has('update') ? todo('create') : '',
    keyed: keyHeader !== undefined,
    update: has('update') && updateCode(api, address, external, wraps),
    recordIn: wraps && recordInCode(answer?.value as Envelope),
  };
}

const MARKED = [
  'id',
  'updatedAt',
  'createdAt',
  'inactive',
  'since',
  'get',
  'answer',
  'created',
  'below',
] as const;

function importsOf(lists: boolean, gets: boolean, writes: boolean): string {
  const names = [
    'type Context',
    'Entity',
    ...(lists ? ['type ExternalQuery'] : []),
    'type JsonObject',
    ...(writes ? [] : ['RecordError']),
    ...(gets ? ['RecordNotFoundError'] : []),
  ];
  return imports({ './client.ts': 'type Client', './engine/index.ts': names.join(', ') }).replace(
    'import { type Client }',
    'import type { Client }',
  );
}

function deniedOf(creates: boolean, updates: boolean, todo: (gap: Gap) => string) {
  if (!creates && !updates) return [{ name: 'canWriteExternal', todo: `${todo('create')}${todo('update')}` }];
  return updates ? [] : [{ name: 'canUpdateExternal', todo: todo('update') }];
}

// A name that is made of the record's own: `${this.recordName}_id`.
function fieldOf(path: readonly string[]): string {
  const [name = ''] = path;
  if (!name.includes(RECORD)) return deepField(path);
  return `record[${templated(name)}]`;
}

const templated = (name: string): string =>
  name === RECORD ? 'this.recordName' : `\`\${this.recordName}${inTemplate(name.slice(RECORD.length))}\``;

function deepField(path: readonly string[]): string {
  const [first = '', ...others] = path;
  if (others.length === 0) return memberOf('record', path);
  return memberOf(`(${memberOf('record', [first])} as JsonObject | undefined)`, others, 'always');
}

function momentCode(field: MomentField | undefined): string | undefined {
  if (!field?.form) return undefined;
  const code = fieldOf(field.path);
  if (field.form === 'seconds') return `(${code} as number) * 1000`;
  return `${code} as ${field.form === 'milliseconds' ? 'number' : 'string'}`;
}

function inactiveCode({ path, when }: InactiveField): string {
  const code = fieldOf(path);
  if (when === 'set') return `Boolean(${code})`;
  return typeof when === 'object' ? `${code} !== ${quoted(when.not)}` : `${code} === ${when}`;
}

const MOMENTS: Record<Since['form'], string> = {
  instant: 'since.toISOString()',
  day: 'since.toISOString().slice(0, 10)',
  seconds: 'String(Math.floor(since.getTime() / 1000))',
  milliseconds: 'String(since.getTime())',
  http: 'since.toUTCString()',
};

function listCode(address: Address, external: string, since: Since | undefined) {
  const asked = since && `{ ${keyOf(since.name)}: ${MOMENTS[since.form]} }`;
  const query = asked && `since ? ${asked} : {}`;
  const parameters = [
    address.collection,
    ...(address.listName ? [address.listName] : []),
    ...(query ? (since?.in === 'header' ? ['{}', query] : [query]) : []),
  ];
  const context = address.below === undefined ? '{ external }' : 'context';
  return {
    parameters: `${context}: Context<Client>${since ? ', { since }: ExternalQuery' : ''}`,
    body: `${LINE}return ${call(`${external}.pages`, parameters, LINE, 'return ', ';')};\n`,
  };
}

const taken = (answer: string, wraps: boolean): string => (wraps ? `this.recordIn(${answer})` : answer);

function createCode(api: Api, address: Address, external: string, wraps: boolean): string {
  const parameters = [address.collection, bodyCode(api), ...(api.keyHeader ? ['key'] : [])];
  return written(`${external}.post`, parameters, wraps);
}

function updateCode(api: Api, address: Address, external: string, wraps: boolean): string {
  const name = `${external}.${api.update?.value}`;
  const parameters = [address.item, bodyCode(api)];
  if (api.updated?.value !== 'nothing') return written(name, parameters, wraps);
  return `${LINE}await ${call(name, parameters, LINE, 'await ', ';')};\n${LINE}return undefined;\n`;
}

function written(name: string, parameters: string[], wraps: boolean): string {
  if (!wraps) return `${LINE}return ${call(name, parameters, LINE, 'return ', ';')};\n`;
  const before = 'const answer = await ';
  return `${LINE}${before}${call(name, parameters, LINE, before, ';')};\n${LINE}return this.recordIn(answer);\n`;
}

function bodyCode({ body }: Api): string {
  const { path = [], each } = body?.value ?? {};
  const [name] = path;
  if (name === undefined) return 'record';
  const key = name === RECORD ? '[this.recordName]' : name === COLLECTION ? '[this.collection]' : keyOf(name);
  return `{ ${key}: ${each ? '[record]' : 'record'} }`;
}

function recordInCode({ path, each }: Envelope): string {
  const [name = ''] = path;
  const code =
    name === RECORD
      ? 'answer[this.recordName]'
      : name === COLLECTION
        ? 'answer[this.collection]'
        : memberOf('answer', path);
  return each ? `(${code} as JsonObject[])[0] as JsonObject` : `${code} as JsonObject`;
}

const quotedName = (name = 'contacts'): string => `"${inComment(name)}"`;
