// Compiles the tool, then generates the template's Prisma client, so that the template can be typed and tested where it lies.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

rmSync(`${root}dist`, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}tsconfig.build.json`],
  { stdio: 'inherit' },
);

const { generateClient } = await import('../dist/schema/client.js');
await generateClient(`${root}templates/app`);
