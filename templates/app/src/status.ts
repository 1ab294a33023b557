import { existsSync } from 'node:fs';
import { loadStores } from './config.ts';
import { createDatabase } from './database.ts';
import { silentLog } from './engine/index.ts';
import { askQueues } from './fleet/ask-queues.ts';
import { readFleet } from './fleet/read-fleet.ts';
import { tellFleet } from './fleet/tell-fleet.ts';
import { openJobs } from './jobs/open-jobs.ts';

// Run by `connector status`, or as `node dist/status.js`; --json prints one JSON document. It reads, and does no work.
if (existsSync('.env')) process.loadEnvFile('.env');
const stores = loadStores();
const database = createDatabase(stores.databaseUrl);
const jobs = openJobs(stores, silentLog);
const fleet = await readFleet({ database, jobs });
console.log(process.argv.includes('--json') ? JSON.stringify(fleet, null, 2) : tellFleet(fleet));
await database.$disconnect();
// Queues that are away cannot be closed either.
await askQueues(jobs.close()).catch(() => {});
process.exit();
