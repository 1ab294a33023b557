import type { Pass } from './pass.ts';

/**
 * What is done to an entity, between its `beforeSync` and its `afterSync`: those of a complex entity are called once,
 * and besides them those of each part that is worked on (contract 66).
 */
export async function withHooks(passes: readonly Pass[], work: () => Promise<void>): Promise<void> {
  const hooked = new Set(passes.flatMap(({ whole, entity }) => [whole, entity]));
  const context = passes[0]?.context;
  if (!context) return;
  for (const entity of hooked) await entity.beforeSync(context);
  await work();
  for (const entity of hooked) await entity.afterSync(context);
}
