import { type MappingContext, silentLog } from '../../src/engine/index.ts';

/**
 * What a mapping is given, for a test of it alone: an organization, the hub and the application are not there, and
 * nothing is found. A test that needs one of them gives it in `parts`.
 */
export function mappingContext<Client>(parts: Partial<MappingContext<Client>> = {}): MappingContext<Client> {
  return {
    options: {},
    log: silentLog,
    bag: {},
    siblings: {},
    find: { idMap: () => undefined, record: () => undefined },
    flag: () => {},
    ...parts,
  } as MappingContext<Client>;
}
