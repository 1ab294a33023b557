import type { Tenant } from '../../src/engine/index.ts';
import type { Tenants } from '../../src/tenants.ts';

/** A tenant whose hub nobody calls. */
export const testTenant = (parts: Partial<Tenant> = {}): Tenant => ({
  name: 'default',
  app: { host: 'http://127.0.0.1:3000' },
  api: { id: 'app-1', key: 'secret-key', host: 'http://127.0.0.1:9', base: '/api/v1/' },
  sso: {
    idp: 'http://127.0.0.1:9',
    initPath: '/maestrano/auth/saml/init/default',
    consumePath: '/maestrano/auth/saml/consume/default',
    certificate: 'none',
    creationMode: 'real',
    singleLogout: true,
    allowSha1: false,
  },
  connec: { host: 'http://127.0.0.1:9', basePath: '/api/v2', timeoutSeconds: 5 },
  ...parts,
});

export const fixedTenants = (...list: Tenant[]): Tenants => ({
  get: (name) => list.find((tenant) => tenant.name === name),
  list: () => list,
  refresh: async () => {},
});
