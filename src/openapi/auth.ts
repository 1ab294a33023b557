import type { Document, Flow, Requirement, SecurityScheme } from './document.ts';
import { keyed, listed, named, textOf } from './given.ts';
import type { Operation } from './operation.ts';
import type { Recognised } from './recognised.ts';

/** How a call shows that it may be made. */
export type Auth =
  | { kind: 'oauth'; authorizationUrl: string; tokenUrl: string; scopes: string[]; offered: string[] }
  | { kind: 'bearer' }
  | { kind: 'basic' }
  | { kind: 'key'; in: 'query' | 'header' | 'cookie'; name: string };

export interface Access {
  auth: Auth;
  /** Names of schemes that calls need besides. */
  besides: string[];
}

const ORDER: Auth['kind'][] = ['oauth', 'bearer', 'key', 'basic'];

/**
 * How an API is got into; where it offers several ways, OAuth 2 by authorization code before the others, since
 * accounts are linked by it.
 *
 * @param operations the calls that will be made: they tell the scopes.
 */
export function accessOf(
  document: Document,
  operations: readonly Operation[],
): Recognised<Access> | undefined {
  const schemes = document.components?.securitySchemes;
  const demands = operations.map(({ security }) => security ?? listed(document.security));
  const demanded = new Set(demands.flat().flatMap((requirement) => Object.keys(requirement)));
  const names = demanded.size > 0 ? [...demanded] : keyed(schemes).map(([name]) => name);
  const known = names.flatMap((name) => {
    const scheme = named(schemes, name);
    const auth = scheme && authOf(scheme);
    return auth ? [{ name, auth, because: becauseOf(name, scheme) }] : [];
  });
  const [best] = known.sort((one, other) => ORDER.indexOf(one.auth.kind) - ORDER.indexOf(other.auth.kind));
  if (!best) return undefined;
  const scopes = best.auth.kind === 'oauth' ? { scopes: scopesOf(demands, best.name) } : {};
  return {
    value: { auth: { ...best.auth, ...scopes }, besides: besidesOf(demands, best.name) },
    because: best.because,
  };
}

function authOf(scheme: SecurityScheme): Auth | undefined {
  const { type, in: place } = scheme;
  const [kind = '', name = '', description = ''] = [scheme.scheme, scheme.name, scheme.description].map(
    textOf,
  );
  if (type === 'oauth2') return oauthOf(named(scheme.flows, 'authorizationCode'));
  if (type === 'http' && /^bearer$/i.test(kind)) return { kind: 'bearer' };
  if (type === 'http' && /^basic$/i.test(kind)) return { kind: 'basic' };
  if (type !== 'apiKey' || !isPlace(place) || name === '') return undefined;
  const isBearer = place === 'header' && /^authorization$/i.test(name) && /bearer/i.test(description);
  return isBearer ? { kind: 'bearer' } : { kind: 'key', in: place, name };
}

function oauthOf(flow: Flow | undefined): Auth | undefined {
  const [authorizationUrl, tokenUrl] = [flow?.authorizationUrl, flow?.tokenUrl].map(textOf);
  if (!authorizationUrl || !tokenUrl) return undefined;
  const offered = Object.keys(listed([flow?.scopes])[0] ?? {});
  return { kind: 'oauth', authorizationUrl, tokenUrl, scopes: [], offered };
}

const isPlace = (place: unknown): place is 'query' | 'header' | 'cookie' =>
  place === 'query' || place === 'header' || place === 'cookie';

function becauseOf(name: string, { type = '', scheme = '' }: SecurityScheme): string {
  const what =
    type === 'http' ? `HTTP ${scheme}` : type === 'oauth2' ? 'OAuth 2 by authorization code' : 'an API key';
  return `its scheme "${name}" is ${what}`;
}

const scopesOf = (demands: readonly Requirement[][], name: string): string[] => [
  ...new Set(
    demands
      .flatMap((requirements) => requirements.find((one) => name in one)?.[name] ?? [])
      .filter((scope) => typeof scope === 'string'),
  ),
];

function besidesOf(demands: readonly Requirement[][], name: string): string[] {
  const chosen = demands.map((requirements) => requirements.find((one) => name in one) ?? {});
  const needed = new Set(chosen.flatMap((requirement) => Object.keys(requirement)));
  return [...needed].filter((other) => other !== name);
}
