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

/** A certificate whose key nobody has: for tenants that are only read. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUaxYBuUn3o66x4oqH+rhIsKJ0FfMwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLaHViLmV4YW1wbGUwIBcNMjYxMTI0MDg0MzIxWhgPMjEyNjEw
MzEwODQzMjFaMBYxFDASBgNVBAMMC2h1Yi5leGFtcGxlMFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAE0oyMIP9dGzqtX40Lmb04yugZNFCVlW5Qgx6fLnKzsHfEATPi
XU6gCGwWWyAGEW0q7A/ugDlYJPXsFv6mpFjiEKNTMFEwHQYDVR0OBBYEFIcYI/YG
RplGNvqGEA6cmzQEQOqbMB8GA1UdIwQYMBaAFIcYI/YGRplGNvqGEA6cmzQEQOqb
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgcjAuWhZSNjlopl3E
J0p/TrRpeBAfoY+82nySEh1X7q8CIQD5AMIO5DPQNlGdLsgV3endowIlGD9aXHL1
ozwL1fxQpg==
-----END CERTIFICATE-----
`;
