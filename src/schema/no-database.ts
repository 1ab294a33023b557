import type { Provider } from './provider.ts';

const ok = <T>(value: T) => ({ ok: true, value });
const nothing = { columnNames: [], columnTypes: [], rows: [] };

/** An adapter factory for engines that compare texts only: it tells them the dialect and answers nothing. */
export function noDatabase(provider: Provider): object {
  const adapter = {
    ...names(provider),
    getConnectionInfo: () => ok({ supportsRelationJoins: false }),
    queryRaw: async () => ok(nothing),
    executeRaw: async () => ok(0),
    executeScript: async () => ok(undefined),
    dispose: async () => ok(undefined),
  };
  return { ...names(provider), connect: async () => ok(adapter), connectToShadowDb: async () => ok(adapter) };
}

function names(provider: Provider) {
  return {
    provider: provider === 'postgresql' ? 'postgres' : provider,
    adapterName: 'no-database',
    errorRegistry: { consumeError: () => undefined },
  };
}
