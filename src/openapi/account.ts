import type { Document, Schema } from './document.ts';
import { listIn } from './envelope.ts';
import { idName, nameIn } from './fields.ts';
import { keyed } from './given.ts';
import { callOf, operationAt } from './operation.ts';
import { isParameter, partsOf } from './path.ts';
import type { Recognised } from './recognised.ts';
import { bare, fieldsOf, typeOf } from './schema.ts';

/** The call that tells whose account was linked. */
export interface AccountCall {
  /** "/v2/me" */
  path: string;
  /** Names on the way to the account in the answer. */
  at: string[];
  id: string;
  idType: 'number' | 'text';
  /** Undefined where it has none that can be recognised. */
  name?: string;
  /** It tells of a person, not of the company whose account it is. */
  isPerson: boolean;
}

// The company before the person who looks.
const COMPANIES =
  /^(account|company|organi[sz]ation|tenant|workspace|shop|store|site|team|business|portal|accountinfo|companyinfo|myaccount|mycompany)$/;
const PERSONS = /^(me|self|whoami|userinfo|currentuser|user|profile|currentuser|current|myself)$/;

/** The call without parameters that answers one company, or else one person. */
export function accountOf(document: Document): Recognised<AccountCall> | undefined {
  const found = keyed(document.paths).flatMap(([path]) => accountAt(document, path) ?? []);
  const [best] = found.sort((one, other) => Number(one.value.isPerson) - Number(other.value.isPerson));
  return best;
}

function accountAt(document: Document, path: string): Recognised<AccountCall> | undefined {
  const { names } = partsOf(path);
  const last = names.at(-1) ?? '';
  const operation = operationAt(document, path, 'get');
  if (
    names.some(isParameter) ||
    !operation?.answer ||
    !(COMPANIES.test(bare(last)) || PERSONS.test(bare(last)))
  )
    return undefined;
  if (listIn(operation.answer, last)) return undefined;
  const place = placeOf(operation.answer, last);
  const id = place && idName(place.schema, place.at.at(-1) ?? last);
  if (!place || id === undefined) return undefined;
  const name = nameIn(fieldsOf(place.schema));
  const isNumber = ['integer', 'number'].includes(typeOf(fieldsOf(place.schema)[id]) ?? '');
  return {
    value: {
      path,
      at: place.at,
      id,
      idType: isNumber ? 'number' : 'text',
      ...(name !== undefined && { name }),
      isPerson: isPerson(names, place.at),
    },
    because: `${callOf(operation)} answers one, with "${[...place.at, id].join('.')}"`,
  };
}

// "/users/me" tells of a person; "/accounts/self", "/company" and { account: {…} } of a company.
function isPerson(names: string[], at: string[]): boolean {
  const owner = bare(at.at(-1) ?? '');
  if (COMPANIES.test(owner)) return false;
  const [around = '', last = ''] = [names.at(-2), names.at(-1)].map((name) => bare(name ?? ''));
  return PERSONS.test(owner) || !(COMPANIES.test(last) || COMPANIES.test(around.replace(/s$/, '')));
}

// The answer itself, or what lies in it: a company before anything else that has an id.
function placeOf(answer: Schema, last: string): { at: string[]; schema: Schema } | undefined {
  const inner = Object.entries(fieldsOf(answer)).filter(([, field]) => typeOf(field) === 'object');
  const withId = inner.filter(([name, record]) => idName(record, name) !== undefined);
  const company = withId.find(([name]) => COMPANIES.test(bare(name)));
  if (company) return { at: [company[0]], schema: company[1] };
  if (idName(answer, last) !== undefined) return { at: [], schema: answer };
  const [first] = withId;
  return first && { at: [first[0]], schema: first[1] };
}
