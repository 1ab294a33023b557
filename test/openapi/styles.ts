import type { Document, OperationObject, Parameter, Schema } from '../../src/openapi/document.ts';
import { count, flag, instant, json, listOf, object, query, text } from './describe.ts';

const upTo = (maximum: number): Schema => ({ type: 'integer', maximum });
const address: Schema = { type: 'string', format: 'uri' };
const header = (name: string, schema = text): Parameter => ({ name, in: 'header', schema });
const refusal = (schema: Schema) => ({ 400: json(schema), 422: json(schema) });
const message = object({ message: text });

interface Style {
  path: string;
  /** The last part of a record's path. */
  id?: string;
  list: Schema;
  parameters?: Parameter[];
  headers?: Record<string, unknown>;
  answer: Schema;
  body?: Schema;
  update?: { method: 'put' | 'patch' | 'post'; answers: boolean };
  creation?: OperationObject;
  refusal?: Schema;
  type?: string;
}

function paths(style: Style): Document['paths'] {
  const { path, id = '{id}', list, parameters = [], headers = {}, answer, body = answer, update } = style;
  const suffix = /(\.json|\/)$/.exec(path)?.[0] ?? '';
  const refusals = style.refusal ? refusal(style.refusal) : {};
  const content = (schema: Schema) => ({ content: { [style.type ?? 'application/json']: { schema } } });
  const change: OperationObject = {
    requestBody: content(body),
    responses: { ...(update?.answers ? { 200: content(answer) } : { 204: {} }), ...refusals },
  };
  return {
    [path]: {
      get: { parameters, responses: { 200: { headers, ...content(list) }, ...refusals } },
      post: {
        requestBody: content(body),
        responses: { 201: content(answer), ...refusals },
        ...style.creation,
      },
    },
    [`${path.slice(0, path.length - suffix.length)}/${id}${suffix}`]: {
      get: { responses: { 200: content(answer), ...refusals } },
      ...(update ? { [update.method]: change } : {}),
    },
  };
}

const patch = { method: 'patch', answers: true } as const;
const put = { method: 'put', answers: true } as const;
const dated = { id: count, updated_at: instant, created_at: instant };

const github = object({ ...dated, name: text, archived: flag });
const stripe = object({ id: text, name: text, created: { ...count, format: 'unix-time' } });
const xero = object({
  ContactID: text,
  Name: text,
  ContactStatus: { type: 'string', enum: ['ACTIVE', 'ARCHIVED'] },
  UpdatedDateUTC: instant,
});
const zoho = object({ contact_id: text, contact_name: text, last_modified_time: text, created_time: text });
const shopify = object({ ...dated, first_name: text });
const jsonApi = object({ id: text, type: text, attributes: object({ updatedAt: instant, name: text }) });

const servers = (url: string) => [{ url }];
const security = (scheme: object, scopes: string[] = []) => ({
  components: { securitySchemes: { scheme } },
  security: [{ scheme: scopes }],
});

/** APIs of many kinds, shortened to what is looked at; the names say whom they resemble. */
export const STYLES: Record<string, Document> = {
  github: {
    servers: servers('https://api.github.example'),
    ...security({
      type: 'oauth2',
      flows: {
        authorizationCode: {
          authorizationUrl: 'https://github.example/login/oauth/authorize',
          tokenUrl: 'https://github.example/login/oauth/access_token',
          scopes: { repo: '', user: '', gist: '' },
        },
      },
    }),
    paths: {
      '/user': { get: { responses: { 200: json(object({ id: count, login: text })) } } },
      ...paths({
        path: '/repos',
        list: listOf(github),
        headers: { Link: {} },
        parameters: [
          query('since', instant, 'Only show results that were last updated after the given time'),
          query('sort', { type: 'string', enum: ['created', 'updated'] }),
          query('direction', { type: 'string', enum: ['asc', 'desc'] }),
          query('per_page', upTo(100)),
          query('page', count),
        ],
        answer: github,
        update: patch,
        refusal: object({ message: text, errors: listOf(object({ message: text, code: text })) }),
      }),
    },
  },
  stripe: {
    servers: servers('https://api.stripe.example/'),
    ...security({ type: 'http', scheme: 'bearer' }),
    paths: {
      '/v1/account': { get: { responses: { 200: json(object({ id: text, business_type: text })) } } },
      ...paths({
        path: '/v1/customers',
        list: object({ data: listOf(stripe), has_more: flag }),
        parameters: [query('limit', upTo(100)), query('starting_after'), query('ending_before')],
        answer: stripe,
        update: { method: 'post', answers: true },
        creation: {
          parameters: [header('Idempotency-Key')],
          requestBody: { content: { 'application/x-www-form-urlencoded': { schema: stripe } } },
          responses: { 200: json(stripe) },
        },
        refusal: object({ error: message }),
      }),
    },
  },
  xero: {
    servers: servers('https://api.xero.example/api.xro/2.0'),
    ...security(
      {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://login.xero.example/authorize',
            tokenUrl: 'https://identity.xero.example/connect/token',
            scopes: { 'accounting.contacts': '', 'accounting.transactions': '', 'accounting.settings': '' },
          },
        },
      },
      ['accounting.contacts', 'accounting.transactions', 'accounting.settings', 'offline_access'],
    ),
    paths: paths({
      path: '/Contacts',
      id: '{ContactID}',
      list: object({ Contacts: listOf(xero) }),
      parameters: [header('If-Modified-Since'), query('page', count), query('pageSize', upTo(1000))],
      answer: object({ Contacts: listOf(xero) }),
      update: { method: 'post', answers: true },
      refusal: object({ Message: text }),
    }),
  },
  zoho: {
    servers: servers('https://www.zoho.example/books/v3'),
    ...security({ type: 'apiKey', in: 'query', name: 'auth-token' }),
    paths: paths({
      path: '/contacts',
      id: '{contact_id}',
      list: object({
        code: count,
        contacts: listOf(zoho),
        page_context: object({ has_more_page: flag, page: count }),
      }),
      parameters: [
        query('page', count),
        query('per_page', count),
        query('last_modified_time', text, 'Changed since then'),
      ],
      answer: object({ code: count, contact: zoho }),
      body: object({ contact_name: text }),
      update: put,
      refusal: object({ code: count, message: text }),
    }),
  },
  shopify: {
    servers: [{ url: 'https://{shop}.shopify.example', variables: { shop: { default: 'demo' } } } as never],
    ...security({ type: 'apiKey', in: 'header', name: 'X-Shopify-Access-Token' }),
    paths: {
      '/admin/api/shop.json': {
        get: { responses: { 200: json(object({ shop: object({ id: count, name: text }) })) } },
      },
      ...paths({
        path: '/admin/api/customers.json',
        list: object({ customers: listOf(shopify) }),
        headers: { link: {} },
        parameters: [query('updated_at_min', instant), query('limit', upTo(250))],
        answer: object({ customer: shopify }),
        update: put,
        refusal: object({ errors: object({ base: listOf(text) }) }),
      }),
    },
  },
  workspaces: {
    servers: servers('https://app.example/rest'),
    ...security({ type: 'http', scheme: 'basic' }),
    paths: paths({
      path: '/workspaces/{workspaceId}/people',
      id: '{personId}',
      list: object({ people: listOf(object(dated)), total: count }),
      parameters: [
        query('offset', count),
        query('limit', upTo(25)),
        query('modifiedSince', { type: 'string', format: 'date' }),
      ],
      answer: object(dated),
      update: { method: 'put', answers: false },
      creation: { requestBody: json(object(dated)), responses: { 201: { headers: { Location: {} } } } },
    }),
  },
  jsonApi: {
    servers: servers('https://json.example/api'),
    ...security({ type: 'http', scheme: 'bearer' }),
    paths: paths({
      path: '/crm/people',
      type: 'application/vnd.api+json',
      list: object({ data: listOf(jsonApi), links: object({ next: text }), meta: object({ total: count }) }),
      parameters: [
        query('page[number]', count),
        query('page[size]', count),
        query('filter[updated_at][gte]', instant),
      ],
      answer: object({ data: jsonApi }),
      update: patch,
      refusal: object({ errors: listOf(object({ title: text, detail: text })) }),
    }),
  },
  django: {
    servers: servers('/api'),
    ...security({ type: 'apiKey', in: 'cookie', name: 'sessionid' }),
    paths: paths({
      path: '/people/',
      list: object({
        count,
        next: address,
        previous: address,
        results: listOf(object({ id: count, modified: count })),
      }),
      parameters: [query('page', count), query('modified_after', instant)],
      answer: object({ id: count, modified: count }),
      update: patch,
      refusal: object({ detail: text }),
    }),
  },
  baseCrm: {
    servers: servers('https://api.getbase.example'),
    ...security({ type: 'http', scheme: 'bearer' }),
    paths: {
      '/v2/accounts/self': {
        get: { responses: { 200: json(object({ data: object({ id: count, name: text }) })) } },
      },
      ...paths({
        path: '/v2/contacts',
        list: object({
          items: listOf(object({ data: object(dated), meta: object({ type: text }) })),
          meta: object({ links: object({ next_page: address }) }),
        }),
        parameters: [query('page', count), query('per_page', upTo(100))],
        answer: object({ data: object(dated), meta: object({}) }),
        update: put,
        refusal: object({ errors: listOf(object({ error: object({ message: text, details: text }) })) }),
      }),
    },
  },
  pages: {
    paths: paths({
      path: '/people',
      list: object({ records: listOf(object(dated)), page: object({ totalPages: count }) }),
      parameters: [
        query('pageIndex', { type: 'integer', default: 0 }),
        query('top', count),
        query('modified_since', { ...count, description: 'Unix' }),
      ],
      answer: object(dated),
      update: put,
    }),
  },
  deep: {
    paths: paths({
      path: '/crm/people',
      list: object({ data: object({ people: listOf(object(dated)), has_more: flag }) }),
      parameters: [query('page_number', count)],
      answer: object({ data: object(dated) }),
      update: put,
      refusal: object({ errors: object({ messages: listOf(text) }) }),
    }),
  },
  full: {
    paths: paths({
      path: '/people',
      list: listOf(object(dated)),
      parameters: [query('page', count), query('size', upTo(3))],
      answer: object(dated),
      update: put,
    }),
  },
  nothing: {
    paths: {
      '/people': {
        get: { responses: { 200: json(listOf(object({ name: text }))) } },
        post: { requestBody: json(object({ name: text })), responses: { 201: {} } },
      },
    },
  },
  readOnly: {
    paths: {
      '/people': {
        get: { parameters: [query('skip', count)], responses: { 200: json(listOf(object(dated))) } },
      },
      '/people/{id}': { get: { responses: { 200: json(object(dated)) } } },
    },
  },
};
