import { randomBytes } from 'node:crypto';
import { sameSecret } from '../secrets.ts';
import { AcmeError } from './acme-error.ts';
import type { Authenticate } from './oauth/routes.ts';
import type { AcmeState } from './state.ts';

/** Opens one workspace for as long as Acme keeps its data: for those who link without OAuth. */
export const newApiKey = (workspace: string) => `acme_${workspace}_${randomBytes(24).toString('base64url')}`;

/** A call may carry `X-Api-Key` instead of an access token. */
export function authenticateByKey({ workspaces }: AcmeState, byToken: Authenticate): Authenticate {
  return async (request) => {
    const key = request.headers['x-api-key'];
    if (typeof key !== 'string') return byToken(request);
    const workspace = workspaces.find(({ apiKey }) => sameSecret(key, apiKey));
    if (!workspace) throw new AcmeError(401, 'unauthorized', 'no workspace has this API key');
    return workspace.id;
  };
}
