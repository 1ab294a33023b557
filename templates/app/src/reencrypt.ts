import { existsSync } from 'node:fs';
import { loadSecrets } from './config.ts';
import { createDatabase } from './database.ts';
import { createVault, reencryptTokens } from './engine/index.ts';

// Run by `connector secrets reencrypt`, or as `node dist/reencrypt.js`, after a key was put in front of ENCRYPTION_KEYS
// which every process can read with: a key goes behind the others first, then all are restarted, then it goes in front.
if (existsSync('.env')) process.loadEnvFile('.env');
const { databaseUrl, encryptionKeys } = loadSecrets();
const database = createDatabase(databaseUrl);
const changed = await reencryptTokens(database, createVault(encryptionKeys));
await database.$disconnect();
console.log(`${changed} of the linked accounts now encrypted under the key "${encryptionKeys[0]?.id}"`);
