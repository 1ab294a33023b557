import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answers, Asked } from './side.ts';

/** The hub and Acme, each a process of its own, with organizations that have all been linked. */
export interface Sides {
  /** What a connector needs to find them. */
  env: Record<string, string>;
  /** Gives an organization so many records, half of them on each side. */
  fill(organization: number, records: number): Promise<void>;
  /** Organizations whose records are not all on both sides, each once. */
  wrong(organizations: readonly number[], records: number): Promise<number[]>;
  close(): void;
}

export async function startSides(organizations: number): Promise<Sides> {
  const [hub, acme] = [start(), start()];
  const about = await ask(hub, { ask: 'hub', organizations });
  const application = await ask(acme, { ask: 'acme', organizations });
  return {
    env: {
      MNO_DEVPL_HOST: about.url,
      MNO_DEVPL_API_PATH: '/api/config/v1/marketplaces',
      MNO_DEVPL_ENV_NAME: about.platform.name,
      MNO_DEVPL_ENV_KEY: about.platform.key,
      MNO_DEVPL_ENV_SECRET: about.platform.secret,
      EXTERNAL_URL: application.url,
      EXTERNAL_CLIENT_ID: application.clientId,
      EXTERNAL_CLIENT_SECRET: application.clientSecret,
    },
    async fill(organization, records) {
      for (const side of [hub, acme]) await ask(side, { ask: 'fill', organization, records });
    },
    async wrong(some, records) {
      const asked = { ask: 'count', organizations: some } as const;
      const [there, here] = [await ask(hub, asked), await ask(acme, asked)];
      const isRight = ([all, different]: [number?, number?] = []) => all === records && different === records;
      return some.filter((_, i) => !isRight(there[i]) || !isRight(here[i]));
    },
    close() {
      for (const side of [hub, acme]) side.disconnect();
    },
  };
}

const start = (): ChildProcess =>
  fork(join(import.meta.dirname, 'side.ts'), { execArgv: ['--import', 'tsx'] });

async function ask<Kind extends Asked['ask']>(
  side: ChildProcess,
  asked: Asked & { ask: Kind },
): Promise<Answers[Kind]> {
  side.send(asked);
  const [answer] = (await once(side, 'message')) as [Answers[Kind]];
  return answer;
}
