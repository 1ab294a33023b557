import {
  createVault,
  type Engine,
  type Organization,
  silentLog,
  synchronize,
} from '../../templates/app/src/engine/index.ts';
import type { BenchDatabase } from './bench-database.ts';
import { BenchApplication, benchHub, type Script } from './sides.ts';

export type Direction = 'toConnec' | 'toExternal';

export interface BenchEngine {
  run(): Promise<void>;
}

const vault = createVault([{ id: 'bench', key: Buffer.alloc(32, 7).toString('base64') }]);

/** The one that another series has left with its records, or a new one. */
export const findBenchOrganization = async (bench: BenchDatabase): Promise<Organization> =>
  (await bench.database.organization.findFirst({ where: { oauthUid: 'bench-1' } })) ??
  (await createBenchOrganization(bench));

export const createBenchOrganization = (
  { database }: BenchDatabase,
  oauthUid = 'bench-1',
): Promise<Organization> =>
  database.organization.create({
    data: {
      uid: `cld-${Math.random()}`,
      tenant: 'default',
      name: 'Bench',
      oauthProvider: 'bench',
      oauthUid,
      oauthToken: vault.encrypt('token'),
      syncEnabled: true,
      historicalData: true,
    },
  });

/** One run over what the script says, in these directions. @throws {Error} where a record failed. */
export async function runBench(
  { database }: BenchDatabase,
  { id }: Organization,
  script: Script,
  directions: readonly Direction[],
  concurrency?: number,
): Promise<void> {
  const switches = {
    toConnec: directions.includes('toConnec'),
    toExternal: directions.includes('toExternal'),
  };
  await database.organization.update({
    where: { id },
    data: { synchronizedEntities: { bench_contact: switches } },
  });
  const engine = {
    database,
    external: new BenchApplication(script, concurrency) as unknown as Engine['external'],
    vault,
    log: silentLog,
    now: () => new Date(),
    connecClient: () => benchHub(script),
    refreshTokens: async () => ({ accessToken: 'renewed' }),
  } satisfies Engine;
  const outcome = await synchronize(engine, id, { forced: true });
  if (typeof outcome === 'string' || outcome.status !== 'SUCCESS') throw new Error(JSON.stringify(outcome));
}
