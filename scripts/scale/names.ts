/** What the organization of that number is called: in the hub, in Acme, and what opens it there. */
export const groupOf = (organization: number) => `cld-scale-${organization}`;
export const workspaceOf = (organization: number) => `scale-${organization}`;
export const tokenOf = (organization: number) => `token-of-${workspaceOf(organization)}`;
