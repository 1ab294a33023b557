import { join } from 'node:path';
import { type Acme, type Hub, sandboxEnvironment, startAcme, startHub } from '../sandbox/index.ts';
import { say } from './log-lines.ts';
import { freePort } from './ports.ts';

/** The sandbox of a project, running. */
export interface Sandbox {
  hub: Hub;
  acme: Acme;
  /** What makes the connector on `connectorUrl` use this sandbox, whatever its .env says. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** Starts the hub and Acme next to the connector's port, with the data they had the last time. */
export async function startSandbox(folder: string, connectorPort: number): Promise<Sandbox> {
  const connectorUrl = `http://127.0.0.1:${connectorPort}`;
  const hubPort = await freePort(3001, [connectorPort]);
  const acmePort = await freePort(3002, [connectorPort, hubPort]);
  const hub = await startHub({
    port: hubPort,
    dataFile: join(folder, 'data/hub.json'),
    connectorUrl,
    log: (line) => say('hub', line),
  });
  const acme = await startAcme({
    port: acmePort,
    dataFile: join(folder, 'data/acme.json'),
    log: (line) => say('acme', line),
  });
  return {
    hub,
    acme,
    environment: {
      ...sandboxEnvironment(hub, acme),
      APP_URL: connectorUrl,
      NODE_ENV: 'development',
      TENANTS_FILE: '',
    },
    close: async () => {
      await Promise.all([hub.close(), acme.close()]);
    },
  };
}
