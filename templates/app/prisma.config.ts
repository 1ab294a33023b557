// For those who use Prisma's own commands, such as `npx prisma studio`: the connector itself does not read this file.
import { existsSync } from 'node:fs';

if (existsSync('.env')) process.loadEnvFile('.env');

export default {
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL },
};
