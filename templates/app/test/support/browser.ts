/** What a browser does, as far as the connector can tell: keeps cookies per host, follows redirects, sends forms. */
export interface Page {
  status: number;
  url: string;
  html: string;
  headers: Headers;
}

export type Fields = Record<string, string | string[]>;

export interface Browser {
  open(url: string): Promise<Page>;
  /** One request; the redirect, if it is one, is not followed. */
  request(url: string, init?: RequestInit): Promise<Page>;
  post(url: string, fields: Fields): Promise<Page>;
  /**
   * Sends the form of `page` that posts to `action`, filled in as the page shows it, with `fields` instead where
   * they are given. Follows redirects.
   */
  submit(page: Page, action: string, fields?: Fields): Promise<Page>;
  cookies: Map<string, string>;
}

export function createBrowser(base = 'http://127.0.0.1'): Browser {
  const cookies = new Map<string, string>();

  async function request(url: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers(init.headers);
    headers.set('accept', headers.get('accept') ?? 'text/html');
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(url, base), { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) keep(cookie);
    return {
      status: response.status,
      url: response.url,
      html: await response.text(),
      headers: response.headers,
    };
  }

  function keep(cookie: string) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(cookie)) cookies.delete(name);
    else cookies.set(name, value);
  }

  async function follow(page: Page, hops = 10): Promise<Page> {
    const location = page.headers.get('location');
    if (page.status < 300 || page.status > 399 || !location) return page;
    if (hops === 0) throw new Error(`too many redirects at ${page.url}`);
    return follow(await request(new URL(location, page.url).href), hops - 1);
  }

  const post = (url: string, fields: Fields) => request(url, { method: 'POST', body: toBody(fields) });

  return {
    cookies,
    request,
    post,
    open: async (url) => follow(await request(url)),
    async submit(page, action, fields = {}) {
      const form = formOf(page.html, action);
      return follow(await post(new URL(form.action, page.url).href, { ...form.fields, ...fields }));
    },
  };
}

/** Where the form goes, and what it would send as it stands: hidden fields and what is ticked. */
export function formOf(html: string, action: string): { action: string; fields: Fields } {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)];
  const form = forms.find(([, attributes = '']) => attribute(attributes, 'action').includes(action));
  if (!form) throw new Error(`no form for ${action} in:\n${html}`);
  const [, attributes = '', content = ''] = form;
  const fields: Record<string, string[]> = {};
  for (const [input] of content.matchAll(/<input\b[^>]*>/g)) {
    const type = attribute(input, 'type');
    if (type !== 'hidden' && !(['checkbox', 'radio'].includes(type) && /\bchecked\b/.test(input))) continue;
    const name = attribute(input, 'name');
    fields[name] = [...(fields[name] ?? []), attribute(input, 'value')];
  }
  return { action: attribute(attributes, 'action'), fields };
}

const attribute = (tag: string, name: string) =>
  (new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function toBody(fields: Fields): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  return body;
}
