import { startTestConnector, type TestConnector } from './connector.ts';
import { readDocumentation } from './documented.ts';
import { fixedTenants, testTenant } from './tenants.ts';

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test knows what it asked for
  body: any;
}

interface Asked {
  query?: Record<string, string>;
  /** A text is sent as it is, all else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A program of one tenant, at the addresses under /maestrano/api. */
export type ApiClient = (method: string, path: string, asked?: Asked) => Promise<ApiAnswer>;

export interface ApiWorld extends TestConnector {
  /** Of the tenant "default", which the factories make rows for. */
  api: ApiClient;
  /** Of the tenant "other". */
  others: ApiClient;
  as(credentials: string): ApiClient;
}

const mediaType = 'application/vnd.api+json';

/** Two tenants, and a program of each. Every answer that they get has to be as /documentation says. */
export async function startApiWorld(): Promise<ApiWorld> {
  const api = { id: 'app-2', key: 'other-key', host: 'http://127.0.0.1:9', base: '/api/v1/' };
  const world = await startTestConnector({}, fixedTenants(testTenant(), testTenant({ name: 'other', api })));
  const documented = await readDocumentation(world.url);

  const as =
    (credentials: string): ApiClient =>
    async (method, path, { query = {}, body, headers = {} } = {}) => {
      const url = new URL(`${world.url}/maestrano/api${path}`);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const response = await fetch(url, {
        method,
        headers: {
          authorization: `Basic ${btoa(credentials)}`,
          ...(body === undefined ? {} : { 'content-type': mediaType }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const answer = await read(response);
      documented.check(method, url.pathname, {
        ...answer,
        mediaType: response.headers.get('content-type') ?? '',
      });
      return answer;
    };
  return { ...world, as, api: as('app-1:secret-key'), others: as('app-2:other-key') };
}

async function read(response: Response): Promise<ApiAnswer> {
  const { status, headers } = response;
  const text = await response.text();
  return { status, headers, text, body: text ? JSON.parse(text) : null };
}

/** The ids of what was answered, in its order. */
export const idsIn = ({ body }: ApiAnswer): number[] => body.data.map(({ id }: { id: string }) => Number(id));

/** A document that creates a record, or with an id one that changes it. */
export const documentOf = (type: string, attributes: object, id?: number) => ({
  data: { type, ...(id === undefined ? {} : { id: String(id) }), attributes },
});
