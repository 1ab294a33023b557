import { existsSync } from 'node:fs';
import { loadSecrets } from './config.ts';
import { createDatabase } from './database.ts';
import { createVault, reencryptTokens } from './engine/index.ts';

// Run by `connector secrets`, or as `node dist/reencrypt.js`, after a new key was put in front of ENCRYPTION_KEYS.
if (existsSync('.env')) process.loadEnvFile('.env');
const { databaseUrl, encryptionKeys } = loadSecrets();
const database = createDatabase(databaseUrl);
const changed = await reencryptTokens(database, createVault(encryptionKeys));
await database.$disconnect();
console.log(`${changed} of the linked accounts now encrypted under the key "${encryptionKeys[0]?.id}"`);
