/** The environment as a person's shell has it: without what vitest and npm have put into ours. */
export function shellEnvironment(): Record<string, string> {
  const known = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|npm_|NODE_ENV|TEST$|MODE$|DEV$|PROD$)/.test(name),
  );
  return Object.fromEntries(known) as Record<string, string>;
}
