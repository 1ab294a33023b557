// Compiles the tool, then generates the template's Prisma client, so that the template can be typed and tested where it lies.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

// An installation in a project that depends on this checkout prepares it as well: the tool may be running right now.
const { npm_lifecycle_event: script, INIT_CWD: from = root } = process.env;
if (script === 'prepare' && resolve(from) !== resolve(root) && existsSync(`${root}dist/cli.js`))
  process.exit(0);

rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`],
  { stdio: 'inherit' },
);

const { generateClient } = await import('../dist/schema/client.js');
await generateClient(`${root}templates/app`);
