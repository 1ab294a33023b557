import { existsSync } from 'node:fs';
import { createDatabase } from './database.ts';
import { updateSwitches } from './engine/index.ts';
import { entities } from './entities/index.ts';

// Run by `connector migrate`, or as `node dist/update-switches.js`, when entities have come or gone.
if (existsSync('.env')) process.loadEnvFile('.env');
const database = createDatabase(process.env.DATABASE_URL ?? '');
const changes = await updateSwitches(database, entities);
await database.$disconnect();
console.log(JSON.stringify(changes));
