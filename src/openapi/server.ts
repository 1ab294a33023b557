import type { Document, Server } from './document.ts';
import { listed, named, textOf } from './given.ts';
import type { Recognised } from './recognised.ts';

/** Where an API answers. */
export interface ServerAddress {
  /** "https://api.example.com"; undefined when the description tells the path alone, or the address varies. */
  origin?: string;
  /** "v2", without slashes around it. */
  path: string;
  /** What varies in the address from customer to customer: "subdomain". */
  varies: string[];
}

/** The first address that a description tells. */
export function serverOf(document: Document): Recognised<ServerAddress> | undefined {
  const servers = listed(document.servers).flatMap(({ url, variables }) =>
    textOf(url) ? [{ url: textOf(url) as string, variables }] : [],
  );
  const server = servers.find(({ url }) => url.startsWith('https:')) ?? servers[0];
  if (!server) return undefined;
  const because = `its server is ${server.url}`;
  const varies = [...server.url.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const address = filledIn(server.url, server.variables);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const path = (url?.pathname ?? address).replace(/^\/+|\/+$/g, '');
  if (!url) return { value: { path, varies }, because };
  const hostVaries = /\/\/[^/]*\{/.test(server.url);
  return { value: { ...(hostVaries ? {} : { origin: url.origin }), path, varies }, because };
}

function filledIn(url: string, variables: Server['variables']): string {
  return url.replace(/\{([^}]+)\}/g, (_, name: string) => String(named(variables, name)?.default ?? name));
}
