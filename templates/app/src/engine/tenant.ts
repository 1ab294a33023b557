/**
 * A hub installation that customers come from, in the shape of the developer platform's answer
 * (contract/sso.md §8). `name` is the tenant in URLs and in the database.
 */
export interface Tenant {
  name: string;
  app: { host: string };
  api: { id: string; key: string; host: string; base: string };
  sso: {
    idp: string;
    initPath: string;
    consumePath: string;
    /** PEM */
    certificate: string;
    creationMode: 'real' | 'virtual';
    singleLogout: boolean;
    allowSha1: boolean;
  };
  connec: {
    host: string;
    basePath: string;
    timeoutSeconds: number;
    /** Where a person sees a record of the hub: an address with {group}, {resource} and {id}. Left out: nowhere. */
    recordPage?: string | undefined;
  };
}
