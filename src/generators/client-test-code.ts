import { literal, quoted } from '../code/layout.ts';
import { put } from '../code/put.ts';
import type { Api } from '../openapi/api.ts';
import type { Address } from './api-address.ts';
import { asSent, sampleHeaders, samplePath, sampleRecord, wrapped } from './sample-call.ts';
import { SINCE, samplePages, sinceText } from './sample-pages.ts';

/** What templates/external/test asks for: what the client has to send, and what it is answered. */
export function clientTestCode(api: Api, address: Address): Record<string, unknown> {
  const has = (call: 'get' | 'create' | 'update') => api.places.collections.some((one) => one[call]);
  const headers = sampleHeaders(api);
  return {
    has: { get: has('get'), create: has('create'), update: has('update') },
    writes: has('create') || has('update'),
    tries: triesOf(has('update'), has('create')),
    sent: headers && literal(headers, '  ', 'const credentials = ', ';'),
    calls: callsCode(api, address),
    listing: listingCode(api, address),
    refusal: refusalCode(api),
  };
}

// The call by which refusals are shown.
function triesOf(updates: boolean, creates: boolean): string {
  if (updates) return "updateExternal(context, {}, '7')";
  return creates ? "createExternal(context, {}, 'key-1')" : "getExternal(context, '7')";
}

function callsCode(api: Api, address: Address) {
  const { collections } = api.places;
  const [creates, updates] = (['create', 'update'] as const).map((call) =>
    collections.some((one) => one[call]),
  );
  const item = asSent(api, samplePath(api, address, '/7'));
  const location = creates && api.created?.value === 'location';
  const calls = [
    ...(collections.some(({ get }) => get) ? [`GET ${item}`] : []),
    ...(creates ? [`POST ${asSent(api, samplePath(api, address))}`] : []),
    ...(location ? [`GET ${item}`] : []),
    ...(updates ? [`${api.update?.value.toUpperCase()} ${item}`] : []),
  ];
  const body = JSON.stringify(wrapped({ name: 'Fern' }, api.body?.value));
  return {
    record: literal(sampleRecord(api, 7), '', 'const record = ', ';'),
    answer: literal(wrapped(sampleRecord(api, 7), api.answer?.value), '', 'const answer = ', ';'),
    location: location ? quoted(samplePath(api, address, '/7')) : undefined,
    list: literal(calls, '  ', 'expect(server.calls()).toEqual(', ');'),
    written: creates || updates ? quoted(body) : undefined,
    key: creates && api.keyHeader ? quoted(api.keyHeader.value.toLowerCase()) : undefined,
  };
}

function listingCode(api: Api, address: Address) {
  const { answers, pages, calls } = samplePages(api, address);
  const header = api.since?.value.in === 'header' ? api.since.value.name.toLowerCase() : undefined;
  return {
    answers: literal(answers, '  ', 'server.answers = ', ';'),
    pages: literal(pages, '  ', 'expect(pages).toEqual(', ');'),
    calls: literal(calls, '  ', 'expect(server.calls()).toEqual(', ');'),
    since: api.since && `new Date(${quoted(SINCE.toISOString())})`,
    header: header && `{ ${quoted(header)}: ${quoted(sinceText(api))} }`,
  };
}

function refusalCode({ reasons }: Api): { body: string; message: string } {
  const words = 'a name is missing';
  const [reason] = reasons?.value ?? [];
  if (!reason) return { body: quoted(words), message: quoted(`"${words}"`) };
  const { path, each } = reason;
  const inside = each === undefined ? words : [each.length === 0 ? words : put(each, words)];
  return { body: literal(put(path, inside), '', 'const refusal = ', ';'), message: quoted(words) };
}
