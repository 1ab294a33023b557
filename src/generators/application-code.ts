import { imports, inTemplate, list, quoted } from '../code/layout.ts';
import { fieldLines, memberOf } from '../code/member.ts';
import type { AccountCall } from '../openapi/account.ts';
import type { Api } from '../openapi/api.ts';
import type { Auth } from '../openapi/auth.ts';
import { callPath } from './api-address.ts';
import { todoOf } from './client-code.ts';

/** What the application is called in the project. */
export interface Names {
  name: string;
  /** As the hub stores it. */
  provider: string;
}

/** What templates/external/src/external.ts asks for. */
export function applicationCode(api: Api, names: Names): Record<string, unknown> {
  return {
    names: { name: quoted(names.name), provider: quoted(names.provider) },
    engineImports: importsOf(api),
    oauth: oauthCode(api),
    form: formCode(api.access?.value.auth),
    home: homeCode(api),
    account: api.account && accountCode(api, api.account.value),
    accountTodo: todoOf('account', api, '  ').join(''),
  };
}

function importsOf(api: Api): string {
  const names = [
    ...(api.account ? [] : ['type Account']),
    'type Connection',
    'External',
    ...(formCode(api.access?.value.auth) ? ['type LinkForm'] : []),
    'type Organization',
  ];
  return imports({ './engine/index.ts': names.join(', ') });
}

/** What a person who links an account is asked for; undefined where OAuth 2 asks, or nothing is known. */
function formCode(auth: Auth | undefined): string | undefined {
  if (auth === undefined || auth.kind === 'oauth') return undefined;
  if (auth.kind === 'basic') return BY_PASSWORD;
  const [name, label] = auth.kind === 'key' ? ['apiKey', 'API key'] : ['token', 'Access token'];
  return `{
    fields: [{ name: '${name}', label: '${label}', kind: 'password' }],
    secret: ({ ${name} = '' }) => ${name},
  }`;
}

const BY_PASSWORD = `{
    fields: [
      { name: 'user', label: 'User name', kind: 'text' },
      { name: 'password', label: 'Password', kind: 'password' },
    ],
    secret: ({ user = '', password = '' }) => \`\${user}:\${password}\`,
  }`;

function homeCode({ home, server }: Api): string {
  if (!home) return 'undefined';
  const { origin } = home.value;
  return origin === undefined || origin === server?.value.origin ? 'this.#url' : quoted(origin);
}

function oauthCode(api: Api) {
  const auth = api.access?.value.auth;
  const todo = [...todoOf('linking', api, '    '), ...todoOf('scopes', api, '    ')].join('');
  if (auth?.kind !== 'oauth') return { todo, authorizationEndpoint: "''", tokenEndpoint: "''", scopes: '[]' };
  return {
    todo,
    authorizationEndpoint: addressCode(auth.authorizationUrl, api),
    tokenEndpoint: addressCode(auth.tokenUrl, api),
    scopes: list(auth.scopes.map(quoted), '      ', 'scopes: ', ','),
  };
}

// On the API's own server it moves along with that; elsewhere it is what it is.
function addressCode(address: string, { server }: Api): string {
  const origin = server?.value.origin;
  if (!URL.canParse(address)) return `\`\${url}/${inTemplate(address.replace(/^\/+/, ''))}\``;
  const url = new URL(address);
  return url.origin === origin ? `\`\${url}${inTemplate(`${url.pathname}${url.search}`)}\`` : quoted(address);
}

/** Fields of an answer that can be variables as they are. */
const VARIABLES =
  /^(account|company|organi[sz]ation|tenant|workspace|shop|store|site|team|data|user|me|profile)$/;

function accountCode(api: Api, call: AccountCall) {
  const { at, id, idType, name } = call;
  const fields = [
    { path: [...at, id], type: idType === 'number' ? 'number' : 'string', required: true },
    ...(name === undefined ? [] : [{ path: [...at, name], type: 'string', required: true }]),
  ];
  const type = fieldLines(fields, '').trim().replaceAll(';\n', '; ').replace(/;$/, '');
  const [outer = ''] = at;
  const isVariable = VARIABLES.test(outer);
  const variable = isVariable ? outer : 'account';
  const inside = isVariable ? [] : at;
  const uid = memberOf(variable, [...inside, id], 'never');
  return {
    read: `const ${isVariable ? `{ ${outer} }` : 'account'} = (await client.get(${quoted(callPath(call.path, api))})) as { ${type} };`,
    uid: idType === 'number' ? `String(${uid})` : uid,
    name: name === undefined ? `String(${uid})` : memberOf(variable, [...inside, name], 'never'),
    todo: todoOf('accountName', api, '    ').join(''),
  };
}
