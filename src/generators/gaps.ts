import type { Api } from '../openapi/api.ts';
import type { Auth } from '../openapi/auth.ts';

/** Something a description does not tell, or tells in a way that is not understood. */
export type Gap =
  | 'paging'
  | 'since'
  | 'id'
  | 'updatedAt'
  | 'createdAt'
  | 'inactive'
  | 'get'
  | 'create'
  | 'created'
  | 'update'
  | 'answer'
  | 'mediaType'
  | 'reasons'
  | 'access'
  | 'besides'
  | 'linking'
  | 'scopes'
  | 'account'
  | 'accountName'
  | 'below';

/** In which file a gap is marked. */
const FILES: Record<Gap, string> = {
  ...{ paging: 'src/client.ts', mediaType: 'src/client.ts', reasons: 'src/client.ts' },
  ...{ access: 'src/client.ts', besides: 'src/client.ts' },
  ...{ since: 'src/entity.ts', id: 'src/entity.ts', updatedAt: 'src/entity.ts', createdAt: 'src/entity.ts' },
  ...{ inactive: 'src/entity.ts', get: 'src/entity.ts', create: 'src/entity.ts', created: 'src/entity.ts' },
  ...{ update: 'src/entity.ts', answer: 'src/entity.ts', below: 'src/entity.ts' },
  ...{ linking: 'src/external.ts', scopes: 'src/external.ts', account: 'src/external.ts' },
  accountName: 'src/external.ts',
};

const FINDERS: Record<Gap, (api: Api) => string | undefined> = {
  paging: ({ paging }) =>
    paging ? undefined : 'the description tells of no pages, so one answer is taken to be all there is.',
  since: ({ since }) =>
    since ? undefined : 'no parameter asks for what was changed since, so each run reads everything.',
  id: ({ id }) => (id ? undefined : 'no field of the records is recognised as their id.'),
  updatedAt: ({ updatedAt }) =>
    momentGap(updatedAt?.value, 'was changed, so each that is read counts as changed'),
  createdAt: ({ createdAt }) => momentGap(createdAt?.value, 'came to be'),
  inactive: ({ inactive }) =>
    inactive ? undefined : 'no field tells that a record is out of use, so all of them travel.',
  get: ({ places }) => (places.collections.some(({ get }) => get) ? undefined : 'no call reads one record.'),
  create: ({ places }) =>
    places.collections.some(({ create }) => create) ? undefined : 'no call creates a record.',
  created: ({ created, places }) =>
    created || !places.collections.some(({ create }) => create)
      ? undefined
      : 'what a creation answers is not described: it has to be the record with its id.',
  update: ({ places }) =>
    places.collections.some(({ update }) => update) ? undefined : 'no call updates a record.',
  answer: ({ answer, places }) =>
    answer || !places.collections.some(({ get }) => get)
      ? undefined
      : 'what the answer for one record holds is not described, so it is taken to be the record.',
  mediaType: ({ mediaType }) =>
    mediaType && !/[/+]json$/.test(mediaType.value)
      ? `records are to be sent as ${mediaType.value}, and this sends JSON.`
      : undefined,
  reasons: ({ reasons }) =>
    reasons ? undefined : 'where a refusal tells why is not described, so its text is kept as it is.',
  access: ({ access }) =>
    access ? undefined : 'no way in is described that is known here, so the token is sent as a bearer token.',
  besides: ({ access }) =>
    access && access.value.besides.length > 0
      ? `calls need ${access.value.besides.map((name) => `"${name}"`).join(' and ')} besides, which is not sent.`
      : undefined,
  linking: ({ access }) =>
    access ? undefined : 'accounts are linked by OAuth 2, whose addresses the description does not tell.',
  scopes: ({ access }) => scopesGap(access?.value.auth),
  account: ({ account }) =>
    account ? undefined : 'no call is recognised that tells whose account was linked.',
  accountName: ({ account }) =>
    account && account.value.name === undefined
      ? 'no field is recognised as the name of the account.'
      : undefined,
  below: ({ places, accountParameter }) =>
    places.below.includes('{') && !accountParameter
      ? `what stands for ${places.below} in paths is not told; the id of the linked account is taken.`
      : undefined,
};

/** What a gap is, as a sentence that begins small. */
export const sentenceOf = (gap: Gap, api: Api): string => FINDERS[gap](api) ?? '';

/** All gaps of an API, with the file in which they are marked. */
export function gapsOf(api: Api): { file: string; sentence: string }[] {
  return (Object.keys(FINDERS) as Gap[]).flatMap((gap) => {
    const sentence = FINDERS[gap](api);
    return sentence === undefined ? [] : [{ file: FILES[gap], sentence }];
  });
}

/** What somebody who links an account has to give. */
export function secretOf({ kind }: Auth): string {
  if (kind === 'key') return 'an API key';
  return kind === 'basic' ? 'a user name and a password' : 'a token';
}

function momentGap(field: { path: string[]; form: unknown } | undefined, what: string): string | undefined {
  if (!field) return `no field tells when a record ${what}.`;
  return field.form ? undefined : `"${field.path.join('.')}" is a number, and nothing tells of what.`;
}

function scopesGap(auth: Auth | undefined): string | undefined {
  if (auth?.kind !== 'oauth' || auth.scopes.length > 0 || auth.offered.length === 0) return undefined;
  const some = auth.offered.slice(0, 8).join(', ');
  return `no call tells the scopes it needs; there are ${some}${auth.offered.length > 8 ? ' and others' : ''}.`;
}
