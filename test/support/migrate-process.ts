// A process of its own that migrates the project in the folder given, and prints what came of it.
import { applyMigrations } from '../../src/schema/apply.ts';
import { readDatabaseUrl } from '../../src/schema/database-url.ts';

const folder = process.argv[2] as string;
console.log(JSON.stringify(await applyMigrations(folder, await readDatabaseUrl(folder))));
