import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Config } from './config.ts';
import type { Tenant } from './engine/index.ts';
import { isSafeAddress } from './safe-address.ts';

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
 * @param environment in production a tenant is left out whose addresses are not encrypted, or whose sign-on answers
 * anybody could sign.
 * @throws {Error} when the answer is not a list of marketplaces at all.
 */
export function readMarketplaces(answer: unknown, environment: Config['environment']): Marketplaces {
  const list = answerSchema.safeParse(answer);
  if (!list.success) throw new Error('the answer is not { "marketplaces": [ … ] }');
  const found: Marketplaces = { tenants: [], problems: [] };
  for (const [index, entry] of list.data.marketplaces.entries()) {
    const parsed = marketplaceSchema.safeParse(entry);
    const problem = parsed.success
      ? environment === 'production' && dangerOf(toTenant(parsed.data))
      : z.prettifyError(parsed.error);
    if (problem) found.problems.push(`marketplaces[${index}]: ${problem}`);
    else if (parsed.success) found.tenants.push(toTenant(parsed.data));
  }
  return found;
}

function dangerOf({ name, api, sso, connec }: Tenant): string | undefined {
  const unsafe = [api.host, sso.idp, connec.host].find((address) => !isSafeAddress(address));
  if (unsafe) return `${name}: in production its addresses must begin with https://, and ${unsafe} does not`;
  if (new X509Certificate(sso.certificate).fingerprint256 === sandboxFingerprint)
    return `${name}: it signs with the certificate of the sandbox, whose key is public`;
  return undefined;
}

/** Of the certificate that `connector dev` signs with: whoever has the tool has its key. */
const sandboxFingerprint =
  '3D:41:23:36:8B:E6:B1:58:EE:CE:0C:BE:2D:F5:3F:B7:61:8C:D1:B6:66:F8:50:F0:2C:33:B5:E4:46:C1:AA:53';

/** What stands in addresses where /maestrano/:tenant/synchronizations names the tenant (improvement 7.4). */
const reservedNames = [
  'account',
  'api',
  'auth',
  'connec',
  'dependancies',
  'dependencies',
  'metadata',
  'signout',
];

const answerSchema = z.object({ marketplaces: z.array(z.unknown()) });
const webAddress = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const marketplaceSchema = z.object({
  marketplace: z
    .string()
    .regex(/^[\w-]+$/, 'letters, digits, - and _')
    .refine((name) => !reservedNames.includes(name.toLowerCase()), {
      error: ({ input }) =>
        `"${input}" is a word of the connector's own addresses: give the tenant another name`,
    }),
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
    x509_certificate: z.string().transform(toPem),
    creation_mode: z.enum(['real', 'virtual']).default('real'),
    slo_enabled: z.boolean().default(true),
    allow_sha1: z.boolean().default(false),
  }),
  connec: z.object({
    host: webAddress,
    base_path: z.string().default('/api/v2'),
    timeout: z.number().positive().default(180),
    // A mistake in it costs links, and locks nobody out.
    record_page: z
      .url({ protocol: /^https?$/ })
      .optional()
      .catch(undefined),
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
    connec: {
      host: connec.host,
      basePath: connec.base_path,
      timeoutSeconds: connec.timeout,
      recordPage: connec.record_page,
    },
  };
}

/** PEM, or its base64 alone. */
function toPem(text: string, context: z.RefinementCtx<string>): string {
  try {
    return new X509Certificate(text.includes('-----') ? text : Buffer.from(text, 'base64')).toString();
  } catch {
    context.addIssue('write a certificate in PEM');
    return z.NEVER;
  }
}
