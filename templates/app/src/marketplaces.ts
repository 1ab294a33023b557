import { z } from 'zod';
import type { Tenant } from './engine/index.ts';

/** The developer platform's answer (contract/sso.md §8), and the shape of TENANTS_FILE. */
export interface Marketplaces {
  tenants: Tenant[];
  /** What is wrong with the entries that were left out. */
  problems: string[];
}

/**
 * Reads each entry for itself, so that a marketplace with a mistake does not lock out the customers of the others.
 * The block `webhooks` (or `webhook`, as older platforms spell it) is not read: the connector's own paths are fixed.
 *
 * @throws {Error} when the answer is not a list of marketplaces at all.
 */
export function readMarketplaces(answer: unknown): Marketplaces {
  const list = answerSchema.safeParse(answer);
  if (!list.success) throw new Error('the answer is not { "marketplaces": [ … ] }');
  const entries = list.data.marketplaces.map((entry) => marketplaceSchema.safeParse(entry));
  return {
    tenants: entries.flatMap((entry) => (entry.success ? [toTenant(entry.data)] : [])),
    problems: entries.flatMap((entry, index) =>
      entry.success ? [] : [`marketplaces[${index}]: ${z.prettifyError(entry.error)}`],
    ),
  };
}

const answerSchema = z.object({ marketplaces: z.array(z.unknown()) });
const webAddress = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const marketplaceSchema = z.object({
  // "api" would hide the tenants' own addresses behind those of the JSON API (improvement 7.4).
  marketplace: z.string().regex(/^(?!api$)[\w-]+$/, 'letters, digits, - and _, and not "api"'),
  // Where the platform believes the connector to be. The connector goes by APP_URL.
  app: z.object({ host: z.string().default('') }).default({ host: '' }),
  api: z.object({
    id: z.string().min(1),
    key: z.string().min(1),
    host: webAddress,
    base: z.string().default('/api/v1/'),
  }),
  sso: z.object({
    idp: webAddress.optional(),
    init_path: z.string().optional(),
    consume_path: z.string().optional(),
    x509_certificate: z.string().min(1),
    creation_mode: z.enum(['real', 'virtual']).default('real'),
    slo_enabled: z.boolean().default(true),
    allow_sha1: z.boolean().default(false),
  }),
  connec: z.object({
    host: webAddress,
    base_path: z.string().default('/api/v2'),
    timeout: z.number().positive().default(180),
  }),
});

function toTenant({ marketplace: name, app, api, sso, connec }: z.output<typeof marketplaceSchema>): Tenant {
  return {
    name,
    app,
    api,
    sso: {
      idp: sso.idp ?? api.host,
      initPath: sso.init_path ?? `/maestrano/auth/saml/init/${name}`,
      consumePath: sso.consume_path ?? `/maestrano/auth/saml/consume/${name}`,
      certificate: sso.x509_certificate,
      creationMode: sso.creation_mode,
      singleLogout: sso.slo_enabled,
      allowSha1: sso.allow_sha1,
    },
    connec: { host: connec.host, basePath: connec.base_path, timeoutSeconds: connec.timeout },
  };
}
